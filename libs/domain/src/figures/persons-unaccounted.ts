import { approvedPersons, readsOfApprovals } from './arrests-approved.ts';
import { type Figure, type Histories, campaignFigure } from './figure.ts';
import type { Stream } from './history.ts';
import { type SpansOfPerson, countOfPersons, ofEach } from './persons.ts';
import { indictedPersons, readsOfIndictments } from './prosecutions-instituted.ts';
import { type Span, FOREVER, outside } from './spans.ts';
import type { ToldEvent, ToldType } from './told-events.ts';

/** Persons whom one organ counts and no earlier stage accounts for. Never printed: the cross-checks of a publication want nobody here. */

/** What makes a person a suspect in a case of the police. */
const part: readonly ToldType[] = ['SuspectOpened'];
/** What brings a person into the proceedings without detention and arrest, or with it (CPL 66, 67, 74, 80, 119). */
const path: readonly ToldType[] = ['ArrestApproved', 'ArrestDecided', 'BailImposed', 'ResidentialSurveillanceImposed', 'SuspectSummoned'];

const from = ({ on, position }: ToldEvent): Span<true> => ({ from: on, to: FOREVER, since: position, until: 0, value: true });
/** From each day on which such an event was about a person, or about a part of theirs in a case. */
const since = (types: readonly ToldType[]) =>
  ofEach((identity: Stream, histories: Histories) => {
    const parts = new Set<Stream>([identity]);
    for (const event of histories.of(identity)) if (event.type === 'SuspectOpened') parts.add(event.stream);
    return [...parts].flatMap((stream) => histories.of(stream).flatMap((event) => (types.some((type) => type === event.type) ? [from(event)] : [])));
  });

type Unaccounted = Pick<Figure, 'id' | 'code' | 'name' | 'rule'> & {
  readonly persons: SpansOfPerson;
  readonly reads: readonly ToldType[];
  readonly by: readonly ToldType[];
};
const unaccounted = ({ persons, reads, by, ...declared }: Unaccounted): Figure =>
  countOfPersons({
    ...campaignFigure,
    ...declared,
    owner: 'procuratorate',
    fact: 'stage',
    measureWord: '人',
    reads: [...new Set([...reads, ...by, ...part])],
    spansOf: (identities, histories) => {
      const counted = persons(identities, histories);
      return counted.length === 0 ? [] : outside(counted, since(by)(identities, histories));
    },
  });

export const arrestedWithoutPart = unaccounted({
  id: 'F07-without-part',
  code: 807,
  name: { zh: '批准逮捕而无案件参与记录', en: 'arrests approved of persons who are suspects in no case' },
  rule: { zh: 'F07中在公安机关任何案件中均无参与记录的自然人。', en: 'Persons of F07 who are a suspect in no case of the police.' },
  persons: approvedPersons,
  reads: readsOfApprovals,
  by: part,
});
export const indictedWithoutPart = unaccounted({
  id: 'F09-without-part',
  code: 809,
  name: { zh: '提起公诉而无案件参与记录', en: 'defendants indicted who are suspects in no case' },
  rule: { zh: 'F09中在公安机关任何案件中均无参与记录的自然人。', en: 'Persons of F09 who are a suspect in no case of the police.' },
  persons: indictedPersons,
  reads: readsOfIndictments,
  by: part,
});
export const indictedWithoutPath = unaccounted({
  id: 'F09-without-path',
  code: 909,
  name: { zh: '提起公诉而无逮捕、取保、监视居住或者传唤记录', en: 'defendants indicted without arrest, bail, residential surveillance or summons' },
  rule: {
    zh: 'F09中既未被批准或者决定逮捕，也无取保候审、监视居住、传唤记录的自然人。',
    en: 'Persons of F09 for whom no arrest was approved or decided, and no bail, residential surveillance or summons is recorded.',
  },
  persons: indictedPersons,
  reads: readsOfIndictments,
  by: path,
});
