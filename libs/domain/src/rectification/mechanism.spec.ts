import type { Role } from '../kernel/envelope.ts';
import { type Issue, type Outcomes, type Said, everyPair, given, on, rolesFor, unfit, voidOf } from '../kernel/specify.ts';
import { mechanismAmended, mechanismCommandsOf, mechanismDrafted, mechanismIssued, mechanismRepealed, theMechanism } from './mechanism-fixtures.ts';
import { departmentHead, departmentOfficer } from './recommendation-fixtures.ts';
import type { MechanismCommand } from './rectification-messages.ts';

type Type = MechanismCommand['type'];
const { DraftMechanism: draft, IssueMechanism: issue, AmendMechanism: amend, RepealMechanism: repeal } = mechanismCommandsOf;
const dated = (command: Issue, occurredOn: string): Issue => ({ ...command, occurredOn });
const saying = (command: Issue, data: object): Issue => ({ ...command, data: { ...(command.data as object), ...data } });
const alone = ({ approvedBy: _, ...command }: Issue): Issue => command;

const inForce = [mechanismDrafted, mechanismIssued];
const amended = [...inForce, mechanismAmended];
const situations = {
  unknown: { is: 'unknown', said: [] },
  drafted: { is: 'drafted', said: [mechanismDrafted] },
  issued: { is: 'issued', said: inForce },
  amended: { is: 'issued', said: amended },
  repealed: { is: 'repealed', said: [...amended, mechanismRepealed] },
};
// the void is asked for by the police: not theirs to void
const anothers = { VoidRecords: 'role/not-allowed' };
const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: { ...anothers, DraftMechanism: 'MechanismDrafted' },
  drafted: { ...anothers, IssueMechanism: 'MechanismIssued' },
  issued: { ...anothers, AmendMechanism: 'MechanismAmended', RepealMechanism: 'MechanismRepealed' },
  amended: { ...anothers, AmendMechanism: 'MechanismAmended', RepealMechanism: 'MechanismRepealed' },
  repealed: { ...anothers, RepealMechanism: 'nothing' },
};

const departments: readonly Role[] = ['DEPARTMENT_OFFICER'];
const allowed: Record<Type, readonly Role[]> = {
  DraftMechanism: departments,
  IssueMechanism: departments,
  AmendMechanism: departments,
  RepealMechanism: departments,
};

describe('a mechanism', () => {
  it.each(everyPair(theMechanism, situations, mechanismCommandsOf, outcomes))('%s: %s → %s', (_situation, _command, expected, said, command) => {
    const outcome = given(said).when(command);
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, theMechanism)).toEqual([]);
  });
  it.each(Object.entries(allowed) as [Type, Role[]][])('%s is for a %s', (command, roles) => expect(rolesFor(mechanismCommandsOf[command])).toEqual(roles));

  it('is drafted in the district of its department', () => expect(given().when(draft).events[0]?.data).toMatchObject({ kind: 'SYSTEM', district: '370202' }));
  it('answers recommendations that there are, and after them', () => {
    given()
      .when({ ...draft, after: [] })
      .thenRejected('recommendation/is-unknown');
    given().when(dated(draft, '2020-03-19')).thenRejected('mechanism/before-recommendation');
  });
  it('is issued by another person than the one who drafted it', () =>
    given(mechanismDrafted)
      .when({ ...issue, by: departmentOfficer })
      .thenRejected('mechanism/own-draft'));
  it('is in force from the day it is issued, or later', () => {
    const from = (date: string) => given(mechanismDrafted).when(saying(issue, { inForceFrom: on(date) }));
    from('2020-03-31').thenRejected('mechanism/in-force-before-issue');
    from('2020-04-01').then('MechanismIssued');
  });
  it('is issued once', () => {
    const again = saying(issue, { inForceFrom: on('2020-03-25') });
    given(inForce).when(again).thenNothing();
    given(inForce)
      .when(saying(again, { mechanismNumber: 'ME-9' }))
      .thenRejected('mechanism/is-issued');
  });
  it('is amended while in force, once in the same words on one day', () => {
    given(inForce).when(dated(amend, '2020-03-24')).thenRejected('mechanism/not-in-force');
    given(inForce).when(dated(amend, '2020-03-25')).then('MechanismAmended');
    given(amended).when(dated(amend, '2020-03-26')).thenNothing();
    given(amended)
      .when(dated(saying(amend, { note: 'another' }), '2020-03-26'))
      .then('MechanismAmended');
  });

  it('has an order in time', () => {
    given(mechanismDrafted).when(dated(issue, '2020-03-19')).thenRejected('mechanism/before-draft');
    given(inForce).when(dated(repeal, '2020-03-19')).thenRejected('mechanism/before-issue');
    given(amended).when(dated(amend, '2020-03-25')).thenRejected('mechanism/before-amendment');
    given(amended).when(dated(repeal, '2020-03-25')).thenRejected('mechanism/before-amendment');
    given(amended).when(dated(repeal, '2020-03-26')).then('MechanismRepealed');
  });
  it('is not repealed by one person alone', () => given(inForce).when(alone(repeal)).thenRejected('correction/second-person-required', { kind: 'K2' }));

  it('with records voided, what follows stands on what went before', () => {
    const voided = (said: readonly Said[], ...versions: number[]) => given(said).when({ ...voidOf(said, theMechanism, ...versions), by: departmentHead });
    voided(amended, 2).thenRejected('correction/relied-on', { reliedOnBy: `${theMechanism}@3` });
    voided(amended, 2, 3).then('RecordVoided', 'RecordVoided');
    voided([...amended, mechanismRepealed], 4).then('RecordVoided');
    voided(inForce, 1).thenRejected('correction/relied-on');
  });
});
