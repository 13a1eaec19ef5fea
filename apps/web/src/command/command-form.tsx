import { type FormEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Answer } from '@casetrail/contracts';
import { ProblemError, problemOf, write } from '../api/client.ts';
import { shownUpTo } from '../api/shown.ts';
import { todayInTheCity } from '../app/coordinates.ts';
import { useSettings } from '../app/settings.tsx';
import { useOffice } from '../app/signed-in.tsx';
import { fieldName } from '../text/field-names.ts';
import { ProblemNotice } from '../ui/states.tsx';
import { commandName, eventOf, formOf } from './catalogue.ts';
import { FieldInput, type Known } from './field-input.tsx';
import { type Values, bodyOf, fieldsOfCommand, missingIn } from './fields.ts';
import type { CommandForm as Form } from './forms.ts';
import { Receipt } from './receipt.tsx';

const LATE_AFTER_DAYS = 30;
const DAY_MS = 86_400_000;
/** What is about a person's own data is kept nowhere but in the page. */
const PERSONAL = 'person';

/** The field that a path leads to, and the group that has it; or the event, where none has. */
const placeOf = (path: string, form: Form): [name: string, of: string] => {
  const [name = path, group = eventOf(form)] = path
    .split('.')
    .filter((part) => !/^\d+$/.test(part))
    .toReversed();
  return [name, group];
};

type Props = {
  readonly category: string;
  readonly command: string;
  /** Where it is sent; and the version that whoever fills it in has seen. */
  readonly path: string;
  /** The record on whose page it is given, where its path does not say so. */
  readonly at?: string;
  readonly version?: number | undefined;
  readonly known: Known;
  readonly preset?: Values;
  readonly onDone: () => void;
};

/** A form that is drawn from the schema of its command. What is typed survives a reload of the page and the end of a session. */
export function CommandForm({ category, command, path, at = path, version, known, preset = {}, onDone }: Props) {
  const { t, say, language } = useSettings();
  const { user } = useOffice();
  const title = useId();
  const form = formOf(category, command);
  const draft = `casetrail:draft:${user}:${at}:${command}`;
  const [values, setValues] = useState<Values>(() => ({
    occurredOn: todayInTheCity(),
    ...preset,
    ...(JSON.parse(sessionStorage.getItem(draft) ?? '{}') as Values),
  }));
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<unknown>();
  const [receipt, setReceipt] = useState<Answer<'Receipt'>>();
  const [isSending, setSending] = useState(false);
  const [seen, setSeen] = useState(version);
  const key = useRef(crypto.randomUUID());
  useEffect(() => {
    if (category !== PERSONAL && !receipt) sessionStorage.setItem(draft, JSON.stringify(values));
  }, [values, draft, category, receipt]);
  const fields = useMemo(() => (form ? fieldsOfCommand(form) : []), [form]);
  if (!form) return null;

  const day = typeof values['occurredOn'] === 'string' ? values['occurredOn'] : '';
  const isLate = day !== '' && (Date.parse(todayInTheCity()) - Date.parse(day)) / DAY_MS > LATE_AFTER_DAYS;
  const needsSecond = form.isCorrection || isLate;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const missing = missingIn(fields, values);
    setErrors(Object.fromEntries(missing.map((path) => [path, t.form.required(say(fieldName(...placeOf(path, form))))])));
    setProblem(undefined);
    if (missing.length > 0) return;
    setSending(true);
    try {
      const recorded = await write(path, bodyOf(fields, values), key.current, seen);
      sessionStorage.removeItem(draft);
      setReceipt(recorded);
      await shownUpTo(recorded.position);
    } catch (error) {
      const { errors: wrong, code, details } = problemOf(error);
      if (wrong) setErrors(Object.fromEntries(wrong.map((one) => [one.path, t.form.wrong(one.message)])));
      // The record has moved on: whoever sends the same again has been told, and decides on the version that is there now.
      if (code === 'request/stale-version' && typeof details?.['version'] === 'number') setSeen(details['version']);
      if (!(error instanceof ProblemError) || !['network/unreachable', 'service/fault', 'service/database-unavailable', 'ledger/contention'].includes(code))
        key.current = crypto.randomUUID(); // it was refused: what is sent next is another request
      setProblem(error);
    } finally {
      setSending(false);
    }
  };

  if (receipt)
    return (
      <Receipt
        receipt={receipt}
        onAnother={() => {
          key.current = crypto.randomUUID();
          setSeen(undefined);
          setValues({ occurredOn: todayInTheCity(), ...preset });
          setReceipt(undefined);
          onDone();
        }}
      />
    );
  const count = Object.keys(errors).length;
  return (
    <form className="command-form" onSubmit={(event) => void submit(event)} noValidate aria-labelledby={title}>
      <h3 id={title}>
        {commandName(form, language)}
        <span className="type">{command}</span>
      </h3>
      <div className="form-columns">
        <div>
          {count > 0 ? (
            <p role="alert" className="form-alert">
              {t.form.toPutRight(count)}
            </p>
          ) : null}
          {problem === undefined || count > 0 ? null : <ProblemNotice error={problem} />}
          {fields.map((field) => (
            <FieldInput
              key={field.name}
              within={eventOf(form)}
              field={needsSecond && field.name === 'reason' ? { ...field, isRequired: true } : field}
              path={field.name}
              value={values[field.name]}
              errors={errors}
              known={known}
              onChange={(said) => {
                setValues((old) => ({ ...old, [field.name]: said }));
                setErrors((old) => Object.fromEntries(Object.entries(old).filter(([name]) => name !== field.name && !name.startsWith(`${field.name}.`))));
              }}
            />
          ))}
          <div className="form-actions">
            <button type="submit" className="button primary" disabled={isSending}>
              {needsSecond ? t.form.request : t.form.record}
            </button>
            <span className="faint">{category === PERSONAL ? t.form.notKept : t.form.kept}</span>
          </div>
        </div>
        <aside className="form-rule">
          <h4>{t.form.what}</h4>
          <p>{language === 'en' ? form.summary : commandName(form, 'zh')}</p>
          <h4>{t.form.who}</h4>
          <p>{form.by.map((one) => t.roles[one as keyof typeof t.roles]).join(language === 'zh' ? '、' : ', ')}</p>
          {needsSecond ? (
            <>
              <h4>{t.form.second}</h4>
              <p>{form.isCorrection ? t.form.isCorrection : t.form.isLate}</p>
            </>
          ) : null}
          <h4>{t.form.stays}</h4>
          <p>{t.form.staysHelp}</p>
        </aside>
      </div>
    </form>
  );
}
