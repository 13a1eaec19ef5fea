import { commandForms } from 'virtual:command-forms';
import { eventName } from '../text/event-names.ts';
import type { CommandForm as Form } from './forms.ts';

const all: readonly Entry[] = commandForms.flatMap(({ category, commands }) => commands.map((form: Form) => ({ ...form, category })));

/** A command with the kind of record that it is given to, or that it begins. */
export type Entry = Form & { readonly category: string };

export const formOf = (category: string, command: string): Form | undefined => all.find((one) => one.category === category && one.command === command);

/** Where records of a kind are read and begun; undefined for what is no kind of record. */
export const pathOf = (category: string): string | undefined => commandForms.find((one) => one.category === category)?.path;

/** The commands with which somebody in this role begins a record. Publications begin on a page of their own. */
export const beginningsFor = (role: string): readonly Entry[] =>
  all.filter(({ category, verb, by }) => verb === undefined && category !== 'publication' && by.includes(role));

/** What a command records: a reader calls it, and its fields, by that. */
export const eventOf = ({ emits }: Pick<Form, 'emits'>): string => emits[0] ?? 'RecordVoided';
export const commandName = (form: Pick<Form, 'command' | 'emits'>, language: 'zh' | 'en'): string =>
  language === 'zh' ? eventName(eventOf(form), 'zh') : eventName(form.command, 'en');

/** The same by the name of the command alone. */
const formNamed = (command: string) => all.find((one) => one.command === command);
export const nameOfCommand = (command: string, language: 'zh' | 'en'): string => {
  const form = formNamed(command);
  return form ? commandName(form, language) : command;
};
export const eventOfCommand = (command: string): string => eventOf(formNamed(command) ?? { emits: [] });
