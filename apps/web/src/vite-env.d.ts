declare module 'virtual:command-forms' {
  import type { AggregateForms } from './command/forms.ts';

  export const commandForms: readonly AggregateForms[];
}
