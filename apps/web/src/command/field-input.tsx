import { parseDate } from '@internationalized/date';
import { useId, useState } from 'react';
import { DateField, DateInput, DateSegment } from 'react-aria-components/DateField';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { useOrganisations } from '../api/queries.ts';
import { useSettings } from '../app/settings.tsx';
import { useConsole } from '../app/console-settings.tsx';
import { codeName, reasonCodes } from '../text/code-names.ts';
import { fieldName } from '../text/field-names.ts';
import type { Field, Values } from './fields.ts';
import { RecordInput } from './record-input.tsx';

/** Chosen by whoever names a record that the page does not know, or an organ that is not in the register. */
const ANOTHER = 'another';
/** Records and events that a field may name, by what they are called on the page. */
export type Known = readonly { readonly id: string; readonly name: string }[];
type Props = {
  readonly field: Field;
  /** What the command records, or the group that the field is in. */
  readonly within: string;
  readonly path: string;
  readonly value: unknown;
  readonly errors: Readonly<Record<string, string>>;
  readonly known: Known;
  readonly onChange: (value: unknown) => void;
};

/** One field of a form, of whatever kind. What is wrong with it stands under it. */
export function FieldInput(props: Props) {
  const { field } = props;
  if (field.kind === 'group') return <GroupInput {...props} fields={field.fields} />;
  if (field.kind === 'list') return <ListInput {...props} of={field.of} />;
  if (field.kind === 'date') return <DayInput {...props} />;
  if (field.kind === 'flag') return <FlagInput {...props} />;
  return <LineInput {...props} />;
}

const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);

function DayInput({ field, within, path, value, errors, onChange }: Props) {
  const { say, t } = useSettings();
  return (
    <DateField
      className="field"
      value={isDay(value) ? parseDate(value) : null}
      onChange={(day) => onChange(day?.toString())}
      isInvalid={path in errors}
      isRequired={field.isRequired}
      validationBehavior="aria"
    >
      <Label className="cap">
        {say(fieldName(field.name, within))}
        {field.isRequired ? '' : ` ${t.form.optional}`}
      </Label>
      <DateInput className="dateinput">{(segment) => <DateSegment segment={segment} />}</DateInput>
      {field.name === 'occurredOn' ? <span className="help">{t.form.occurredOn}</span> : null}
      <FieldError className="error">{errors[path]}</FieldError>
    </DateField>
  );
}

function FlagInput({ field, within, value, onChange }: Props) {
  const { say } = useSettings();
  return (
    <label className="field flag">
      <input type="checkbox" checked={value === true} onChange={({ target }) => onChange(target.checked)} />
      <span className="cap">{say(fieldName(field.name, within))}</span>
    </label>
  );
}

function LineInput({ field, within, path, value, errors, known, onChange }: Props) {
  const { say, t } = useSettings();
  const { districts } = useConsole();
  const organisations = useOrganisations();
  const id = useId();
  const [isTyped, setTyped] = useState(false);
  const error = errors[path];
  const isReason = path.endsWith('reason.code');
  const shared = {
    id,
    'aria-invalid': error !== undefined,
    'aria-describedby': error === undefined ? undefined : `${id}-e`,
    'aria-required': field.isRequired,
    value: String(value ?? ''),
    onChange: ({ target }: { readonly target: { readonly value: string } }) => onChange(target.value),
  };
  const ofDistrict = (option: string) => districts.find((district) => district.id === option)?.name;
  const choices =
    field.kind === 'choice'
      ? field.options.map((option) => ({ id: String(option), name: say(ofDistrict(String(option)) ?? codeName(String(option), field.name, within)) }))
      : field.kind === 'record'
        ? known.filter((one) => field.category === undefined || one.id.startsWith(`${field.category}-`))
        : field.kind === 'event'
          ? known.filter((one) => one.id.includes('@'))
          : field.kind === 'organ'
            ? organisations.filter(({ type }) => field.types.length === 0 || field.types.includes(type)).map((one) => ({ id: one.id, name: say(one.name) }))
            : [];
  const isKnown = shared.value === '' || choices.some((choice) => choice.id === shared.value);
  const isChosen = field.kind === 'choice' || (!isTyped && isKnown && ['record', 'event', 'organ'].includes(field.kind) && choices.length > 0);
  return (
    <div className="field" data-invalid={error === undefined ? undefined : true}>
      <label htmlFor={id} className="cap">
        {say(fieldName(field.name, within))}
        {field.isRequired ? '' : ` ${t.form.optional}`}
      </label>
      {isChosen ? (
        <select {...shared} onChange={({ target }) => (target.value === ANOTHER ? setTyped(true) : onChange(target.value))}>
          <option value="">{t.form.choose}</option>
          {choices.map((choice) => (
            <option key={choice.id} value={choice.id}>
              {choice.name}
            </option>
          ))}
          {field.kind === 'record' || field.kind === 'organ' ? (
            <option value={ANOTHER}>{field.kind === 'organ' ? t.form.otherOrgan : t.form.otherRecord}</option>
          ) : null}
        </select>
      ) : field.kind === 'record' ? (
        <RecordInput {...shared} category={field.category} />
      ) : (
        <input
          {...shared}
          type={field.kind === 'moment' ? 'datetime-local' : 'text'}
          inputMode={field.kind === 'count' ? 'numeric' : field.kind === 'fen' ? 'decimal' : undefined}
          autoComplete="off"
          list={isReason ? `${id}-known` : undefined}
        />
      )}
      {isReason ? (
        <datalist id={`${id}-known`}>
          {Object.entries(reasonCodes).map(([code, name]) => (
            <option key={code} value={code}>
              {say(name)}
            </option>
          ))}
        </datalist>
      ) : null}
      {error === undefined ? null : (
        <span className="error" id={`${id}-e`}>
          {error}
        </span>
      )}
    </div>
  );
}

function GroupInput({ field, within, path, value, errors, known, onChange, fields }: Props & { readonly fields: readonly Field[] }) {
  const { say, t } = useSettings();
  const values = (value ?? {}) as Values;
  const inner = fields.map((one) => (
    <FieldInput
      key={one.name}
      field={one}
      within={field.name}
      path={`${path}.${one.name}`}
      value={values[one.name]}
      errors={errors}
      known={known}
      onChange={(said) => onChange({ ...values, [one.name]: said })}
    />
  ));
  const hasError = Object.keys(errors).some((name) => name.startsWith(`${path}.`)) || path in errors;
  if (field.isRequired)
    return (
      <fieldset className="field-group">
        <legend className="cap">{say(fieldName(field.name, within))}</legend>
        {path in errors ? <span className="error">{errors[path]}</span> : null}
        {inner}
      </fieldset>
    );
  return (
    <details className="field-group" open={hasError || undefined}>
      <summary className="cap">
        {say(fieldName(field.name, within))} {t.form.optional}
      </summary>
      {inner}
    </details>
  );
}

function ListInput({ field, within, path, value, errors, known, onChange, of }: Props & { readonly of: Field }) {
  const { say, t } = useSettings();
  const items = Array.isArray(value) && value.length > 0 ? (value as readonly unknown[]) : [undefined];
  return (
    <fieldset className="field-group">
      <legend className="cap">
        {say(fieldName(field.name, within))}
        {field.isRequired ? '' : ` ${t.form.optional}`}
      </legend>
      {path in errors ? <span className="error">{errors[path]}</span> : null}
      {items.map((item, i) => (
        <FieldInput
          key={i}
          field={{ ...of, isRequired: true }}
          within={within}
          path={`${path}.${i}`}
          value={item}
          errors={errors}
          known={known}
          onChange={(said) => onChange(items.map((old, at) => (at === i ? said : old)))}
        />
      ))}
      <p>
        <button type="button" className="plain" onClick={() => onChange([...items, undefined])}>
          {t.form.another}
        </button>
        {items.length > 1 ? (
          <button type="button" className="plain" onClick={() => onChange(items.slice(0, -1))}>
            {t.form.fewer}
          </button>
        ) : null}
      </p>
    </fieldset>
  );
}
