import { useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Answer } from '@casetrail/contracts';
import { useAnswer } from '../api/queries.ts';
import { useSettings } from '../app/settings.tsx';
import { ActLinks } from '../command/act-links.tsx';
import { commandName, formOf } from '../command/catalogue.ts';
import { CommandForm } from '../command/command-form.tsx';
import type { Known } from '../command/field-input.tsx';
import { codeName } from '../text/code-names.ts';
import { eventName } from '../text/event-names.ts';
import { fieldName } from '../text/field-names.ts';
import { categoryOf } from '../ui/format.ts';
import { Answered, Empty } from '../ui/states.tsx';

type Props = {
  /** The record that is acted on. */
  readonly on: string;
  /** What a page with several of them says about which one it is. */
  readonly onWhat?: ReactNode;
  /** Records that a form may name. */
  readonly known: Known;
  /** What has happened: the events that a form may name. */
  readonly timeline: readonly Answer<'TimelineEntry'>[];
};

type Act = Answer<'Acts'>['acts'][number];

/** What can be done now with a record: only what the situation allows and this office may do. The rest says why not. */
export function Acts({ on, onWhat, known, timeline }: Props) {
  const { language } = useSettings();
  const acts = useAnswer('Acts', `/v1/acts/${on}`, {}, { keep: false });
  const events = timeline
    .filter(({ isVoided }) => !isVoided)
    .map(({ id, occurredOn, type, position }) => ({ id, name: `${occurredOn} ${eventName(type, language)} #${position}` }));
  return (
    <>
      {onWhat ? <p className="acts-on">{onWhat}</p> : null}
      <Answered of={acts}>{(answer) => <Chosen key={on} answer={answer} known={[...known, ...events]} />}</Answered>
    </>
  );
}

function Chosen({ answer, known }: { readonly answer: Answer<'Acts'>; readonly known: Known }) {
  const { t, say, language } = useSettings();
  const { do: chosen } = useSearch({ strict: false }) as { readonly do?: string };
  const [isOpen, setOpen] = useState(false);
  const [round, setRound] = useState(0);
  const category = categoryOf(answer.id);
  const legal = answer.acts.filter(({ isLegal }) => isLegal);
  const others = answer.acts.filter(({ isLegal }) => !isLegal);
  const act = answer.acts.find(({ command }) => command === chosen);
  const nameOf = ({ command }: Act) => {
    const form = formOf(category, command);
    return form ? commandName(form, language) : command;
  };
  if (answer.acts.length === 0) return <Empty>{t.record.nothingForYou}</Empty>;
  return (
    <>
      {answer.inCharge ? <p className="not-published">{t.record.inCharge(say(answer.inCharge))}</p> : null}
      {legal.length === 0 ? <p className="faint">{t.record.nothingNow}</p> : null}
      <ActLinks of={legal.map((one) => ({ command: one.command, name: nameOf(one) }))} chosen={chosen}>
        {others.length > 0 ? (
          <li className="more">
            <button type="button" className="plain" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {t.record.notNow(others.length)}
            </button>
          </li>
        ) : null}
      </ActLinks>
      {isOpen ? (
        <ul className="why-not">
          {others.map((one) => (
            <li key={one.command}>
              <b>{nameOf(one)}</b>
              {one.needs.map(({ region, is, mustBe }) => (
                <span key={region}>
                  {' '}
                  {t.record.needs(
                    say(fieldName(region, category)),
                    say(codeName(is, region, category)),
                    mustBe.map((state) => say(codeName(state, region, category))),
                  )}
                </span>
              ))}
            </li>
          ))}
        </ul>
      ) : null}
      {act ? (
        <CommandForm
          key={`${act.path} ${round}`}
          category={category}
          command={act.command}
          path={act.path}
          version={answer.version}
          known={known}
          onDone={() => setRound(round + 1)}
        />
      ) : null}
    </>
  );
}
