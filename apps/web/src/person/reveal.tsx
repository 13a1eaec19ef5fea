import { type FormEvent, useCallback, useId, useState } from 'react';
import type { Answer } from '@casetrail/contracts';
import { ask, read } from '../api/client.ts';
import { useSettings } from '../app/settings.tsx';
import { useOffice } from '../app/signed-in.tsx';
import { codeName } from '../text/code-names.ts';
import { fieldName } from '../text/field-names.ts';
import { PurposeChoice } from '../ui/purpose-choice.tsx';
import { caseName } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { ProblemNotice } from '../ui/states.tsx';
import { type Purpose, purposes } from './purposes.ts';
import { useIdle } from './use-idle.ts';

type PersonFile = Answer<'PersonFile'>;
type Shown = Answer<'PersonalData'> & { readonly look: Answer<'Look'> | undefined };
const HIDDEN_AFTER_MS = 60_000;

/** Who a person is, for whoever says what for. What is shown is in the state of this part of the page and nowhere else: in no cache, no storage, no address. */
export function Reveal({ file }: { readonly file: PersonFile }) {
  const { t } = useSettings();
  const { may } = useOffice();
  const [shown, setShown] = useState<Shown>();
  const [wasHidden, setHidden] = useState(false);
  const hide = useCallback(() => (setShown(undefined), setHidden(true)), []);
  useIdle(HIDDEN_AFTER_MS, hide, shown !== undefined);
  const words = t.persons;
  return (
    <Section title={words.personal}>
      {shown ? (
        <Personal shown={shown} fields={file.holds} onHide={() => setShown(undefined)} />
      ) : (
        <>
          {wasHidden ? <p role="status">{words.hidden}</p> : null}
          {file.holds.length === 0 ? (
            <p className="faint">{file.isErased ? words.erased : words.holdsNothing}</p>
          ) : may.includes('personal-data.reveal') ? (
            <Ask file={file} onShown={(one) => (setHidden(false), setShown(one))} />
          ) : (
            <p className="faint">{words.notRevealed}</p>
          )}
        </>
      )}
    </Section>
  );
}

function Ask({ file, onShown }: { readonly file: PersonFile; readonly onShown: (shown: Shown) => void }) {
  const { t, say } = useSettings();
  const caseField = useId();
  const [purpose, setPurpose] = useState<Purpose>('');
  const [inCase, setCase] = useState('');
  const [fields, setFields] = useState<readonly string[]>(file.holds);
  const [error, setError] = useState<unknown>();
  const [isAsking, setAsking] = useState(false);
  const words = t.persons;
  const { id } = file.person;
  const cases = file.participations.flatMap((part) => (part.case ? [part.case] : []));
  const reveal = async (event: FormEvent) => {
    event.preventDefault();
    setError(undefined);
    setAsking(true);
    try {
      const answer = await ask(`/v1/persons/${id}/reveal`, { method: 'POST', body: { purpose, fields, ...(inCase && { case: inCase }) } });
      const personal = (await answer.json()) as Answer<'PersonalData'>;
      const { items } = await read<Answer<'Looks'>>('/v1/looks/mine', { action: 'personal-data.reveal', record: id, limit: 1 });
      onShown({ ...personal, look: items[0] });
    } catch (failed) {
      setError(failed);
      setAsking(false);
    }
  };
  return (
    <form className="reveal" onSubmit={(event) => void reveal(event)}>
      <p className="help">{words.masked}</p>
      <div className="reveal-fields">
        <PurposeChoice label={t.persons.purpose} purposes={purposes} value={purpose} onChange={setPurpose} />
        {cases.length === 0 ? null : (
          <div className="field">
            <label htmlFor={caseField}>
              {words.inCase} {t.form.optional}
            </label>
            <select id={caseField} value={inCase} onChange={({ target }) => setCase(target.value)}>
              <option value="">{t.form.choose}</option>
              {cases.map((one) => (
                <option key={one.id} value={one.id}>
                  {caseName(one)}
                </option>
              ))}
            </select>
          </div>
        )}
      </div>
      <fieldset className="checks-line">
        <legend>{words.fields}</legend>
        {file.holds.map((field) => (
          <label key={field}>
            <input
              type="checkbox"
              checked={fields.includes(field)}
              onChange={({ target }) => setFields(file.holds.filter((one) => (one === field ? target.checked : fields.includes(one))))}
            />
            <span className="cap">{say(fieldName(field))}</span>
          </label>
        ))}
      </fieldset>
      {error === undefined ? null : <ProblemNotice error={error} />}
      <button className="button primary" disabled={isAsking || purpose === '' || fields.length === 0}>
        {words.reveal}
      </button>
    </form>
  );
}

type PersonalProps = { readonly shown: Shown; readonly fields: PersonFile['holds']; readonly onHide: () => void };
function Personal({ shown: { personalData, isErased, look }, fields, onHide }: PersonalProps) {
  const { t, say, moment } = useSettings();
  const words = t.persons;
  return (
    <div className="personal">
      <dl className="facts-of" aria-label={words.revealed}>
        {fields
          .filter((field) => personalData[field] !== undefined)
          .map((field) => (
            <div key={field}>
              <dt className="cap">{say(fieldName(field))}</dt>
              <dd lang="zh-CN" className="wrap">
                {[personalData[field]].flat().join('、')}
              </dd>
            </div>
          ))}
      </dl>
      {isErased ? <p className="fails">{words.someErased}</p> : null}
      {look ? (
        <p role="status" className="recorded">
          <span className="tick" aria-hidden="true">
            ✓
          </span>
          {words.recorded(t.roles[look.by.role], look.by.user, moment(look.at), say(codeName(look.purpose ?? '')))}
        </p>
      ) : null}
      <p className="help">{words.hidesItself}</p>
      <button type="button" className="button" onClick={onHide}>
        {words.hide}
      </button>
    </div>
  );
}
