import { correctable, correction } from './correction/correction.ts';
import type { AnyDecider } from './kernel/decider.ts';
import { type Category, type StreamId, categoryOf } from './kernel/identifiers.ts';
import { ledgerOpening } from './kernel/ledger-opened.ts';
import { publication } from './publication/publication.ts';
import { investigatedPerson } from './umbrella/investigated-person.ts';

export const deciders: Readonly<Record<Category, AnyDecider>> = {
  ...correctable,
  publication,
  correction,
  investigated_person: investigatedPerson,
  ledger: ledgerOpening,
};
export const deciderOf = (stream: StreamId): AnyDecider => deciders[categoryOf(stream)];
