declare module 'virtual:command-forms' {
  export const commandForms: readonly import('./command/forms.ts').AggregateForms[];
}
