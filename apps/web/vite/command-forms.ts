import { z } from 'zod';
import type { Plugin } from 'vite';
import { aggregates } from '@casetrail/contracts';

const NAME = 'virtual:command-forms';

/** What each command asks for, as JSON Schema, made when the console is built: the browser needs neither the schemas nor the library behind them. */
export function commandForms(): Plugin {
  return {
    name: 'casetrail:command-forms',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) => (id === `\0${NAME}` ? `export const commandForms = ${JSON.stringify(allForms())};` : undefined),
  };
}

export const allForms = () =>
  aggregates.map(({ category, path, commands }) => ({
    category,
    path,
    commands: commands.map(({ command, path: route, verb, by, emits, summary, isCorrection, fields, body }) => {
      const { $schema: _, ...schema } = z.toJSONSchema(body, { io: 'input' });
      return { command, path: route, verb, by, emits, summary, isCorrection, fields, schema };
    }),
  }));
