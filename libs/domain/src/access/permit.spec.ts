import fc from 'fast-check';
import { reviewOpened, theReview } from '../arrest-review/arrest-review-fixtures.ts';
import { deciderOf } from '../deciders.ts';
import {
  approve,
  cameBack,
  confirmed,
  elsewhere,
  filed,
  leftTheCity,
  merged,
  opened,
  openedElsewhere,
  otherCase,
  otherFiled,
  otherPerson,
  otherRegistered,
  otherSuspect,
  rejectIt,
  reported,
  requested,
  sameElsewhere,
  theCase,
  theCorrection,
  thePerson,
  theSuspect,
  underInvestigation,
} from '../fixtures.ts';
import { defined } from '../indicator/indicator-fixtures.ts';
import { CITY_LEVEL, type District } from '../kernel/districts.ts';
import type { Actor, Role } from '../kernel/envelope.ts';
import type { StreamId } from '../kernel/identifiers.ts';
import type { Rejection } from '../kernel/rejection.ts';
import { type Issue, type Said, given, investigator, leader, voidOf } from '../kernel/specify.ts';
import { investigationFiled, theInvestigation } from '../umbrella/investigation-fixtures.ts';
import { concernOf } from './concern.ts';
import { ownerBefore } from './decide-access.ts';
import { inCharge } from './involvement.ts';
import { lineOf, organisations } from './organisations.ts';
import { assertInCharge, canName, canRead, outOfReach } from './permit.ts';
import { type Tie, reachOf } from './reach.ts';

const police = (district: District, role: Role = 'POLICE_LEADER', org = `psb-${district}`): Actor => ({ user: `somebody-${org}`, role, org, district });
const [shinan, shibei, city] = [police('370202'), police('370203'), police(CITY_LEVEL)];
const branch = police('370211', 'POLICE_LEADER', 'psb-370211-2');
const of = (role: Role, org: string, district: District): Actor => ({ user: `somebody-${org}`, role, org, district });

const worldOf = (said: readonly Said[]) => given(said).world();
const reads = (who: Actor, stream: StreamId, said: readonly Said[], ties: readonly Tie[] = []) => canRead(stream, worldOf(said), reachOf(who, ties), deciderOf);
const hidden = (who: Actor, issue: Issue, said: readonly Said[], ties: readonly Tie[] = []) => outOfReach(issue, worldOf(said), reachOf(who, ties), deciderOf);
/** What comes of the charge alone: `may`, or the organ that is in charge instead. */
function charged(who: Actor, issue: Issue, said: readonly Said[]): string {
  try {
    assertInCharge(issue, reachOf(who), worldOf(said), deciderOf);
    return 'may';
  } catch (error) {
    return String((error as Rejection).details?.['inCharge']);
  }
}
const by = (who: Actor, said: readonly Said[]): Said[] => said.map((one) => ({ ...one, by: who }));
const crack: Issue = { stream: theCase, type: 'CrackCase', data: { suspects: [theSuspect] } };
const detain: Issue = { stream: theSuspect, type: 'Detain', data: {} };
const handedTo = (toAgency: string, toDistrict: District): Said => ({
  stream: theCase,
  type: 'CaseTransferred',
  data: { scope: 'DISTRICT', fromAgency: 'psb-370202', toAgency, toDistrict },
});

describe('a case', () => {
  const home = [reported, filed];
  it('is read where it is, by the line above, and by the other organs of the district', () => {
    expect(reads(shinan, theCase, home)).toBe(true);
    expect(reads(city, theCase, home)).toBe(true);
    expect(reads(of('JUDGE', 'court-370202', '370202'), theCase, home)).toBe(true);
    expect(reads(shibei, theCase, home)).toBe(false);
    expect(reads(of('DEPARTMENT_OFFICER', 'dept-370202', '370202'), theCase, home)).toBe(false);
  });
  it('is in the charge of who began it, and of those above', () => {
    expect([charged(shinan, crack, home), charged(city, crack, home), charged(shibei, crack, home)]).toEqual(['may', 'may', 'psb-370202']);
    expect(charged(shinan, crack, by(city, [reported]))).toBe('psb-370200'); // the lower one does not act for the upper
  });
  it('that the city hands to a district at its filing is that district’s', () => {
    const told = [...by(city, [reported]), { ...filed, by: city }];
    expect([charged(shinan, crack, told), charged(city, crack, told), charged(shibei, crack, told)]).toEqual(['may', 'may', 'psb-370202']);
  });
  it('that is handed on is in the charge of the other organ, and stays readable where it was', () => {
    const told = [...home, handedTo('psb-370203', '370203')];
    expect([charged(shinan, crack, told), charged(shibei, crack, told), charged(city, crack, told)]).toEqual(['psb-370203', 'may', 'may']);
    expect([reads(shinan, theCase, told), reads(shibei, theCase, told), reads(police('370212'), theCase, told)]).toEqual([true, true, false]);
  });
  it('that is handed to an organ of no register is handed to the district it is taken to', () => {
    const told = [...home, handedTo('the Shibei branch', '370203')];
    expect([charged(shinan, crack, told), charged(shibei, crack, told)]).toEqual(['psb-370203', 'may']);
  });
  it('that leaves the city stays in the charge of who had it, and comes back to whom it is handed', () => {
    expect(charged(shinan, crack, [...home, leftTheCity])).toBe('may');
    expect(
      charged(shibei, crack, [...home, leftTheCity, { ...cameBack, data: { ...(cameBack.data as object), toAgency: 'psb-370203', toDistrict: '370203' } }]),
    ).toBe('may');
  });
  it('of one of two branches in a district is seen by the other, and not acted on', () => {
    const told = by(police('370211'), [reported, filed]).map((said) => ({
      ...said,
      data: { ...(said.data as object), leadAgency: 'psb-370211', district: '370211' },
    }));
    expect([reads(branch, theCase, told), charged(branch, crack, told)]).toEqual([true, 'psb-370211']);
  });
  it('that was merged into another district’s stays in the charge of who had it', () => {
    const told = [...home, merged, ...by(shibei, otherFiled)];
    expect([charged(shinan, { ...crack, stream: theCase }, told), charged(shibei, crack, told)]).toEqual(['may', 'psb-370202']);
  });
  it('that is voided belongs to nobody any more', () => {
    const told = [reported, { stream: theCase, type: 'RecordVoided', data: { target: `${theCase}@1` } }];
    expect([reads(shinan, theCase, told), charged(shibei, crack, told)]).toEqual([false, 'may']);
  });
  it('is acted on by no organ that the register does not have, once one of the register has begun it', () => {
    expect(charged(of('POLICE_LEADER', 'psb-shinan', '370202'), crack, home)).toBe('psb-370202');
    expect(charged(of('POLICE_LEADER', 'psb-shinan', '370202'), crack, by(police('370202', 'POLICE_LEADER', 'psb-shinan'), [reported]))).toBe('may');
  });
});

describe('what belongs to a case', () => {
  const told = underInvestigation;
  it('is reached through the case, and is in the charge of who has the case', () => {
    const handed = [...told, handedTo('psb-370203', '370203')];
    expect([reads(shibei, theSuspect, told), reads(shibei, theSuspect, handed)]).toEqual([false, true]);
    expect([charged(shinan, detain, handed), charged(shibei, detain, handed)]).toEqual(['psb-370203', 'may']);
  });
  it('is begun by who has the case', () => {
    const open: Issue = { stream: sameElsewhere, type: 'OpenSuspect', data: { person: thePerson, case: theCase } };
    expect([charged(shinan, open, told), charged(branch, open, told), charged(city, open, told)]).toEqual(['may', 'psb-370202', 'may']);
  });
  it('is hidden by a conflict of interest in the case: the parts, and the files that name it', () => {
    const said = [...told, ...otherRegistered, ...opened(otherSuspect, otherPerson, theCase), ...reviewOpened];
    const conflict: Tie[] = [{ record: theCase, kind: 'CONFLICT' }];
    for (const record of [theCase, theSuspect, theReview]) {
      expect([record, reads(of('CHIEF_PROCURATOR', 'pp-370202', '370202'), record, said)]).toEqual([record, true]);
      expect([record, reads(of('CHIEF_PROCURATOR', 'pp-370202', '370202'), record, said, conflict)]).toEqual([record, false]);
      expect(hidden(of('CHIEF_PROCURATOR', 'pp-370202', '370202'), { stream: record, type: 'CloseArrestReview', data: {} }, said, conflict)).toEqual([record]);
    }
  });
  it('is opened by access that was granted, and not to be acted on', () => {
    const access: Tie[] = [{ record: theCase, kind: 'ACCESS' }];
    expect(reads(shibei, theSuspect, told, access)).toBe(true);
    expect(hidden(shibei, detain, told, access)).toEqual([theSuspect]);
  });
});

describe('a person', () => {
  const told = [confirmed, ...underInvestigation.slice(0, 3), ...opened(theSuspect, thePerson, theCase)];
  const open: Issue = { stream: sameElsewhere, type: 'OpenSuspect', data: { person: thePerson, case: otherCase } };
  it('may be named by all, and acted on where they are known', () => {
    const said = [...told, ...by(shibei, otherFiled)];
    expect(hidden(shibei, open, said)).toEqual([]);
    const seal: Issue = { stream: thePerson, type: 'SealPersonRecord', data: { ground: 'JUVENILE' } };
    expect(hidden(shibei, seal, said)).toEqual([thePerson]);
    expect(hidden(shibei, seal, [...said, ...by(shibei, openedElsewhere)])).toEqual([]);
    expect(hidden(shinan, seal, said)).toEqual([]);
  });
  it('may be registered again, wherever they were first', () =>
    expect(hidden(shibei, { stream: thePerson, type: 'RegisterPerson', data: {} }, told)).toEqual([]));
  it('is read through the parts in cases', () => {
    const said = [...told, ...by(shibei, otherFiled)];
    expect(reads(shibei, thePerson, said)).toBe(false);
    expect(reads(shibei, thePerson, [...said, ...by(shibei, openedElsewhere)])).toBe(true);
  });
  it('whose record is sealed by law is read by nobody', () => {
    const sealed: Said = { stream: thePerson, type: 'RecordSealed', data: { ground: 'JUVENILE' } };
    for (const who of [shinan, city, of('AUDITOR', 'office-370200', CITY_LEVEL)]) expect(reads(who, thePerson, [...told, sealed])).toBe(false);
  });
});

describe('a correction', () => {
  const wanted = voidOf([reported, filed], theCase, 2);
  const asked = [reported, filed, requested(wanted, 'K1', investigator)];
  const request = (issue: Issue): Issue => ({ stream: theCorrection, type: 'RequestCorrection', data: { kind: 'K1', proposal: issue } });
  it('is shown with what it corrects', () => {
    expect([reads(shinan, theCorrection, asked), reads(city, theCorrection, asked), reads(shibei, theCorrection, asked)]).toEqual([true, true, false]);
  });
  it('of a sealed record is sealed', () => {
    const sealed = [investigationFiled, requested(voidOf([investigationFiled], theInvestigation, 1), 'K1', investigator)];
    expect(reads(shinan, theCorrection, sealed)).toBe(false);
    expect(reads(of('AUDITOR', 'office-370200', CITY_LEVEL), theCorrection, sealed)).toBe(false);
    expect(
      reads(of('DISCIPLINE_LEADER', 'ccdi-370200', CITY_LEVEL), theCorrection, [
        { ...investigationFiled, by: of('DISCIPLINE_LEADER', 'ccdi-370202', '370202') },
        ...sealed.slice(1),
      ]),
    ).toBe(true);
  });
  it('is asked for by who is in charge of the record', () => {
    expect([charged(shinan, request(wanted), [reported, filed]), charged(branch, request(wanted), [reported, filed])]).toEqual(['may', 'psb-370202']);
    expect(hidden(shibei, request(wanted), [reported, filed])).toEqual([theCase]);
  });
  it('is approved by who is in charge at that time, and rejected by who was asked', () => {
    const handed = [...asked, handedTo('psb-370203', '370203')];
    expect([charged(shinan, approve, asked), charged(shinan, approve, handed), charged(city, approve, handed)]).toEqual(['may', 'psb-370203', 'may']);
    expect(charged(shinan, rejectIt, handed)).toBe('may');
  });
});

describe('a series of an indicator', () => {
  it('is reported by the desk of its district, whoever defined it', () => {
    const report: Issue = { stream: defined.stream, type: 'ReportIndicator', data: {} };
    const told = by(of('INDICATOR_REPORTER', 'stat-370200', CITY_LEVEL), [{ ...defined, data: { ...(defined.data as object), district: '370202' } }]);
    const desk = (district: District) => of('INDICATOR_REPORTER', `stat-${district}`, district);
    expect([desk('370202'), desk('370203'), desk(CITY_LEVEL)].map((who) => charged(who, report, told))).toEqual(['may', 'stat-370202', 'may']);
  });
});

describe('whatever happens to a case', () => {
  const districts: readonly District[] = ['370202', '370203', '370211', CITY_LEVEL];
  const organs = ['psb-370202', 'psb-370203', 'psb-370211', 'psb-370211-2', 'psb-370200', 'pp-370202', 'pp-370200', 'court-370202', 'psb-elsewhere'];
  const event = fc.record({
    org: fc.constantFrom(...organs),
    data: fc.oneof(
      fc.constant({}),
      fc.record({ leadAgency: fc.constantFrom(...organs) }),
      fc.record({ toAgency: fc.constantFrom(...organs), toDistrict: fc.constantFrom(...districts) }),
    ),
  });
  const standing = fc
    .array(event, { minLength: 1, maxLength: 8 })
    .map((all) => all.map(({ org, data }, i) => ({ ...worldOf([reported]).history(theCase)[0], version: i + 1, actor: { ...leader, org }, data }) as never));
  it('each line has one organ in charge at most, and only those above it act besides', () => {
    fc.assert(
      fc.property(standing, fc.constantFrom(...organs), (events, org) => {
        const charge = inCharge('criminal_case', events);
        for (const [type, organisation] of charge) expect(organisation.type).toBe(type);
        const mine = organisations.get(org);
        const owner = ownerBefore({ org, role: 'POLICE_LEADER' }, charge);
        const held = charge.get(mine?.type ?? 'PUBLIC_SECURITY');
        expect(owner === undefined).toBe(held === undefined || lineOf(org).includes(held.id));
        if (mine?.lineParent !== undefined && owner === undefined) expect(ownerBefore({ org: mine.lineParent, role: 'POLICE_LEADER' }, charge)).toBeUndefined();
      }),
    );
  });
  it('the last organ that it was handed to is in charge of its line', () => {
    fc.assert(
      fc.property(standing, fc.constantFrom(...organs.filter((org) => organisations.has(org))), (events: readonly never[], toAgency) => {
        const handed = { ...(events[0] as unknown as object), version: events.length + 1, data: { toAgency, toDistrict: '370202' } } as never;
        expect(inCharge('criminal_case', [...events, handed]).get(organisations.get(toAgency)?.type as never)?.id).toBe(toAgency);
      }),
    );
  });
  it('who has handled it goes on reading it', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([handedTo('psb-370203', '370203'), handedTo('psb-370211-2', '370211'), handedTo('psb-370200', CITY_LEVEL)]), (moves) => {
        const told = [reported, filed, ...moves];
        for (let n = 0; n <= moves.length; n++) {
          const before = concernOf(theCase, worldOf(told.slice(0, 2 + n)), deciderOf).involved;
          expect(concernOf(theCase, worldOf(told), deciderOf).involved).toEqual(expect.arrayContaining([...before]));
        }
      }),
    );
  });
  it('nobody names what they could not read without a tie, but for persons', () => {
    fc.assert(
      fc.property(fc.constantFrom(shinan, shibei, city, branch), fc.constantFrom<StreamId>(theCase, theSuspect, otherCase), (who, stream) => {
        const world = worldOf([...underInvestigation, ...elsewhere(by(shibei, [reported]), otherCase)]);
        expect(canName(stream, world, reachOf(who), deciderOf)).toBe(canRead(stream, world, reachOf(who), deciderOf));
      }),
    );
  });
});
