import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Answer } from '@casetrail/contracts';
import { useAnswer } from '../api/queries.ts';
import { useSettings } from '../app/settings.tsx';
import { CommandForm, commandName, formOf } from '../command/command-form.tsx';
import type { Known } from '../command/field-input.tsx';
import { codeName } from '../text/code-names.ts';
import { eventName } from '../text/event-names.ts';
import { fieldName } from '../text/field-names.ts';
import { shortId } from '../ui/format.ts';
import { Answered, Empty } from '../ui/states.tsx';
import type { CaseFile } from './case-page.tsx';

type Act = Answer<'Acts'>['acts'][number];
const categoryOf = (id: string) => id.slice(0, id.lastIndexOf('-'));

/** What can be done now with the case, or with one of its suspects: only what the situation allows and this office may do. The rest says why not. */
export function Acts({ file, on }: { readonly file: CaseFile; readonly on: string }) {
  const { t } = useSettings();
  const acts = useAnswer('Acts', `/v1/acts/${on}`, {}, { keep: false });
  const suspect = file.suspects.find(({ id }) => id === on);
  return (
    <>
      <p className="acts-on">
        {suspect ? (
          <>
            {t.cases.onSuspect(suspect.identity?.pseudonym ?? shortId(suspect.personId))}{' '}
            <Link to="/cases/$id" params={{ id: file.case.id }} search={{}} resetScroll={false}>
              {t.cases.onCaseInstead}
            </Link>
          </>
        ) : (
          t.cases.onCase
        )}
      </p>
      <Answered of={acts}>{(answer) => <Chosen key={on} answer={answer} file={file} />}</Answered>
    </>
  );
}

function Chosen({ answer, file }: { readonly answer: Answer<'Acts'>; readonly file: CaseFile }) {
  const { t, say, language } = useSettings();
  const { do: chosen } = useSearch({ from: '/cases/$id' });
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
  if (answer.acts.length === 0) return <Empty>{t.cases.nothingForYou}</Empty>;
  return (
    <>
      {answer.inCharge ? <p className="not-published">{t.cases.inCharge(say(answer.inCharge))}</p> : null}
      {legal.length === 0 ? <p className="faint">{t.cases.nothingNow}</p> : null}
      <ul className="acts">
        {legal.map((one) => (
          <li key={one.command} className={one.command === chosen ? 'on' : ''}>
            <Link
              to="/cases/$id"
              params={{ id: file.case.id }}
              search={(old: Record<string, unknown>) => ({ ...old, on: answer.id, do: one.command })}
              resetScroll={false}
              aria-current={one.command === chosen ? 'true' : undefined}
            >
              {nameOf(one)}
            </Link>
          </li>
        ))}
        {others.length > 0 ? (
          <li className="more">
            <button type="button" className="plain" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {t.cases.notNow(others.length)}
            </button>
          </li>
        ) : null}
      </ul>
      {isOpen ? (
        <ul className="why-not">
          {others.map((one) => (
            <li key={one.command}>
              <b>{nameOf(one)}</b>
              {one.needs.map(({ region, is, mustBe }) => (
                <span key={region}>
                  {' '}
                  {t.cases.needs(
                    say(fieldName(region)),
                    say(codeName(is)),
                    mustBe.map((state) => say(codeName(state))),
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
          known={knownIn(file, language)}
          onDone={() => setRound(round + 1)}
        />
      ) : null}
    </>
  );
}

/** What a form of this case may name: its suspects, its groups, and the events that have been recorded. */
function knownIn(file: CaseFile, language: 'zh' | 'en'): Known {
  return [
    ...file.suspects.map((suspect) => ({ id: suspect.id, name: suspect.identity?.pseudonym ?? shortId(suspect.id) })),
    ...file.groups.map((group) => ({ id: group.id, name: group.code ?? group.alias ?? shortId(group.id) })),
    ...file.timeline
      .filter(({ isVoided }) => !isVoided)
      .map((entry) => ({ id: entry.id, name: `${entry.occurredOn} ${eventName(entry.type, language)} #${entry.position}` })),
  ];
}
