import { createHash } from 'node:crypto';
import type { CaseId, SuspectId } from '@casetrail/domain';
import { type IssuedCommand, newStreamId } from '../execute.ts';
import { deskTime, report, request } from './station.ts';

/** One process of a storm: which of its commands it issues follows from the seed alone, so that it can be started again with the same ones. */
export type Storm = {
  readonly url: string;
  readonly seed: string;
  readonly rounds: number;
  readonly atOnce: number;
  readonly files: readonly CaseId[];
  readonly suspects: readonly SuspectId[];
};

const uuidFrom = (text: string) =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');

/** The commands of one round, one after another: some on streams of their own, some on streams that everybody wants. */
export function stormRound({ seed, files, suspects }: Storm, round: number): IssuedCommand[] {
  const name = `${seed}/${round}`;
  const own = <C extends 'criminal_case' | 'person' | 'suspect'>(category: C) => newStreamId(category, deskTime, `${name}/${category}`);
  const command = (...[stream, type, data]: Parameters<typeof request>) => request(stream, type, data, { id: uuidFrom(`${name}/${type}`) });
  const wanted = <T>(streams: readonly T[]) => streams[round % streams.length] as T;
  if (round % 4 === 0)
    return [command(own('person'), 'RegisterPerson', {}), command(own('suspect'), 'OpenSuspect', { person: own('person'), case: wanted(files) })];
  if (round % 4 === 1) return [command(own('criminal_case'), 'AcceptReport', report)];
  return [command(wanted(suspects), 'NotifyRights', { at: '2020-04-01T10:00:00+08:00', counsel: round % 3 === 0 })];
}
