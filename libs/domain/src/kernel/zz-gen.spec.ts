import { writeFileSync } from 'node:fs';
import { deciders } from '../deciders.ts';
import { commandsOf } from './testing/samples.ts';
import { correctionKindOf } from './decider.ts';
import { today } from './specify.ts';
import { deciderOf } from '../deciders.ts';
import { fieldsOf } from './testing/fields-of.ts';
it('gen', () => {
  let out = '';
  for (const [category, { events }] of Object.entries(deciders)) {
    out += `  ${category}: {\n`;
    for (const type of Object.keys(events).sort()) out += `    ${type}: '${fieldsOf(events[type] as never)}',\n`;
    out += `  },\n`;
  }
  writeFileSync('/tmp/stored.txt', out);
  const kinds: Record<string, string[]> = {};
  for (const c of Object.values(commandsOf)) for (const i of Object.values(c)) {
    const k = correctionKindOf(deciderOf(i.stream), i, today, today);
    if (k) (kinds[k] ??= []).push(i.type);
  }
  writeFileSync('/tmp/kinds.txt', JSON.stringify(kinds, null, 1));
  expect(1).toBe(1);
});
