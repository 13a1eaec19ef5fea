import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useSettings } from '../app/settings.tsx';
import { useOffice } from '../app/signed-in.tsx';
import { categoryOf } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { ActLinks } from './act-links.tsx';
import { type Entry, beginningsFor, commandName } from './catalogue.ts';
import { CommandForm } from './command-form.tsx';
import type { Known } from './field-input.tsx';
import { type Field, fieldsOf } from './fields.ts';

const names = (field: Field, category: string): boolean =>
  field.kind === 'record' ? field.category === category : field.kind === 'list' && names(field.of, category);

/** What such a command says where it is given on the page of a record: the field that names a record of that kind; undefined where none does. */
function namingOf({ schema, fields }: Entry, id: string): Readonly<Record<string, unknown>> | undefined {
  const field = fieldsOf(schema).find((one) => fields.includes(one.name) && names(one, categoryOf(id)));
  return field && { [field.name]: field.kind === 'list' ? [id] : id };
}

type Preset = Readonly<Record<string, unknown>>;
/** What a form begins with, of that only what it asks for. */
const asked = ({ schema }: Entry, preset: Preset): Preset => Object.fromEntries(Object.entries(preset).filter(([name]) => schema.properties?.[name]));

/** Where a record of one kind is begun: a button for each way to do so, and the form of the one that was chosen. */
export function useBegin(category: string | undefined) {
  const { language } = useSettings();
  const { role, district } = useOffice();
  const [chosen, choose] = useState<string>();
  const ways = beginningsFor(role).filter((one) => one.category === category);
  const way = ways.find(({ command }) => command === chosen);
  const buttons = ways.map((one) => (
    <button
      key={one.command}
      type="button"
      className="button primary"
      aria-expanded={one.command === chosen}
      onClick={() => choose(one.command === chosen ? undefined : one.command)}
    >
      {commandName(one, language)}
    </button>
  ));
  const form = way && (
    <CommandForm
      key={way.command}
      category={way.category}
      command={way.command}
      path={way.path}
      known={[]}
      preset={asked(way, { district })}
      onDone={() => choose(undefined)}
    />
  );
  return { buttons, form };
}

/** The records of other kinds that can be begun on the page of a record, and name it. */
export function BeginFrom({ id, known }: { readonly id: string; readonly known: Known }) {
  const { t, language } = useSettings();
  const { role, district } = useOffice();
  const { do: chosen } = useSearch({ strict: false }) as { readonly do?: string };
  const [round, setRound] = useState(0);
  const ways = beginningsFor(role).flatMap((one) => {
    const named = namingOf(one, id);
    return named ? [{ ...one, preset: asked(one, { district, ...named }) }] : [];
  });
  const way = ways.find(({ command }) => command === chosen);
  if (ways.length === 0) return null;
  return (
    <Section title={t.record.beginFrom}>
      <ActLinks of={ways.map((one) => ({ command: one.command, name: commandName(one, language) }))} chosen={chosen} />
      {way ? (
        <CommandForm
          key={`${id} ${way.command} ${round}`}
          category={way.category}
          command={way.command}
          path={way.path}
          at={id}
          known={known}
          preset={way.preset}
          onDone={() => setRound(round + 1)}
        />
      ) : null}
    </Section>
  );
}
