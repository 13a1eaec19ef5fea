import type { PlayedCommand } from '@casetrail/demo-city';
import type { Actor, CivilDate, StreamId } from '@casetrail/domain';
import { newStreamId } from '@casetrail/ledger';
import { deskTime, detention, filing, investigator, leader, report } from '@casetrail/ledger/testing';

/** A command that is measured, and what is on record before it: both again and again, in copies that have nothing to do with each other. */
export type Story = {
  /** What the command does, for a reader. */
  readonly what: string;
  readonly before: readonly PlayedCommand[];
  readonly command: PlayedCommand;
  readonly events: number;
};

const OCCURRED = '2020-04-01' as CivilDate;
const DETAINED_AT = '2020-04-01T09:00:00+08:00';
const SUSPECTS = [1, 2, 3, 4];
const procurator: Actor = { user: 'proc-1', role: 'PROCURATOR', org: 'proc-370202', district: '370202' };
let serial = 0;

function issued(stream: StreamId, type: string, data: object, actor: Actor = leader): PlayedCommand {
  const id = `00000000-0000-4000-9000-${(++serial).toString(16).padStart(4, '0')}00000000`;
  return { id, stream, type, data, act: { occurredOn: OCCURRED }, actor, recordedAt: deskTime.toISOString() };
}

const file = newStreamId('criminal_case', deskTime, 'the file');
const accept = () => issued(file, 'AcceptReport', report, investigator);
const fileCase = () => issued(file, 'FileCase', filing);
const classify = () => issued(file, 'ClassifyScope', { scope: 'EVIL', listVersion: '2018-1', basis: 'nine common offences' });
const investigate = () => issued(file, 'StartInvestigation', { investigators: ['inv-1', 'inv-2'] });

const correction = newStreamId('correction', deskTime, 'the correction');
const proposal = { stream: file, type: 'VoidRecords', data: { targets: [1, 2, 3, 4].map((version) => `${file}@${version}`) }, act: { occurredOn: OCCURRED } };
const requestVoid = () => issued(correction, 'RequestCorrection', { kind: 'K1', proposal, reason: { code: 'TYPING_ERROR' } }, investigator);

const suspects = SUSPECTS.map((no) => newStreamId('suspect', deskTime, `suspect ${no}`));
const requestArrest = (suspect: StreamId<'suspect'>, no: number): PlayedCommand[] => {
  const person = newStreamId('person', deskTime, `person ${no}`);
  return [
    issued(person, 'RegisterPerson', {}, investigator),
    issued(suspect, 'OpenSuspect', { person, case: file }),
    issued(suspect, 'Detain', { ...detention, at: DETAINED_AT }),
    issued(suspect, 'RequestArrest', { fileNumber: 'A-1' }),
  ];
};
const review = newStreamId('arrest_review', deskTime, 'the review');

/** Commands of one and of five events, on streams that they begin and on streams that are there. */
export const stories = {
  'new-1': { what: 'accepts a report: one event that begins a case', before: [], command: accept(), events: 1 },
  'existing-1': { what: 'files a case that was reported: one event on its stream', before: [accept()], command: fileCase(), events: 1 },
  'new-5': {
    what: 'opens the review of the arrest of four suspects: five events, one of them begins the review, one goes to each suspect',
    before: [accept(), fileCase(), ...suspects.flatMap(requestArrest)],
    command: issued(review, 'OpenArrestReview', { fileNumber: 'AR-1', case: file, suspects, scope: 'EVIL' }, procurator),
    events: 5,
  },
  'existing-5': {
    what: 'approves the correction of a case that was recorded by mistake: five events on the streams of the correction and of the case',
    before: [accept(), fileCase(), classify(), investigate(), requestVoid()],
    command: issued(correction, 'ApproveCorrection', {}),
    events: 5,
  },
} as const satisfies Readonly<Record<string, Story>>;
/** A suspect is detained: an event that many figures count. */
export const detained: Story = (() => {
  const [register, open, detain] = requestArrest(suspects[0] as StreamId<'suspect'>, 1) as [PlayedCommand, PlayedCommand, PlayedCommand];
  return { what: 'detains a suspect', before: [accept(), fileCase(), classify(), register, open], command: detain, events: 1 };
})();
export type StoryName = keyof typeof stories;
