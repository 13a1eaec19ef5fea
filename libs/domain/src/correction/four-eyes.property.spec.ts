import fc from 'fast-check';
import { isOffice, lineOf, organisations } from '../access/organisations.ts';
import { approve, correctionApproved, filed, rejectIt, reported, requested, theCase, theCorrection } from '../fixtures.ts';
import { type Actor, roles } from '../kernel/envelope.ts';
import { approverOf } from '../kernel/organs.ts';
import { Rejection } from '../kernel/rejection.ts';
import { type Issue, given, voidOf } from '../kernel/specify.ts';
import { agencies, certifierOf, computed, drafted, reconciled, thePublication } from '../publication/publication-fixtures.ts';

const RUNS = { numRuns: 1000 };
const offices = [...organisations.values()].flatMap(({ id: org, district, roles: its }) => its.map((role) => ({ role, org, district })));
const actors = fc.record({ user: fc.constantFrom('a', 'b', 'c'), office: fc.constantFrom(...offices) }).map(({ user, office }): Actor => ({ user, ...office }));
const police = fc
  .record({
    user: fc.constantFrom('a', 'b'),
    role: fc.constantFrom('POLICE_INVESTIGATOR' as const, 'POLICE_LEADER' as const),
    org: fc.constantFrom('psb-370202', 'psb-370203', 'psb-370200'),
  })
  .map((one): Actor => ({ ...one, district: one.org.slice(-6) as Actor['district'] }));

describe('a correction', () => {
  const asked = (by: Actor) => [reported, filed, requested(voidOf([reported, filed], theCase, 2), 'K1', by)];
  const outcome = (by: Actor, decision: Issue) => given(asked(by)).when({ ...decision, by: decision.by as Actor }).outcome;

  it.each([approve, rejectIt])('is never decided on by who asked for it, in whatever office: $type', (decision) =>
    fc.assert(
      fc.property(fc.oneof(police, actors), fc.oneof(police, actors), (requester, approver) => {
        const decided = outcome(requester, { ...decision, by: { ...approver, user: requester.user } });
        expect((decided as Rejection).code).toBe('correction/own-request');
      }),
      RUNS,
    ),
  );
  it.each([approve, rejectIt])('is decided on by a leader of the organ that asked or of the one above it, and by nobody else: $type', (decision) =>
    fc.assert(
      fc.property(police, fc.oneof(police, actors), (requester, approver) => {
        const decided = outcome(requester, { ...decision, by: { ...approver, user: 'z' } });
        const may = approver.role === approverOf[requester.role] && lineOf(approver.org).includes(requester.org);
        expect([may, decided instanceof Rejection ? decided.code : 'decided']).toEqual([
          may,
          may ? 'decided' : approver.role === approverOf[requester.role] ? 'correction/other-organ' : 'role/not-allowed',
        ]);
      }),
      RUNS,
    ),
  );
  it('is decided once: an approval that is sent again finds it decided', () =>
    fc.assert(
      fc.property(police, police, (requester, approver) => {
        const told = [...asked(requester), { ...correctionApproved, stream: theCorrection }];
        const again = given(told).when({ ...approve, by: { ...approver, role: 'POLICE_LEADER', user: 'z' } }).outcome;
        expect((again as Rejection).code).toBe('correction/is-approved');
      }),
      RUNS,
    ));
  it('has an approver of the same organ for every role of the register', () => {
    for (const role of roles.filter((one) => !['SYSTEM', 'AUDITOR', 'DATA_PROTECTION_OFFICER'].includes(one))) {
      const approver = approverOf[role];
      const organs = [...organisations.values()].filter(({ roles: its }) => its.includes(role));
      expect([role, organs.every(({ roles: its }) => approver !== undefined && its.includes(approver))]).toEqual([role, true]);
    }
  });
  it('binds what was asked for: what is recorded is what the request said, by who asked, approved by who approved', () => {
    const { events } = given(asked({ user: 'a', role: 'POLICE_INVESTIGATOR', org: 'psb-370202', district: '370202' })).when({
      ...approve,
      by: { user: 'b', role: 'POLICE_LEADER', org: 'psb-370202', district: '370202' },
    });
    expect(events.map(({ type }) => type)).toEqual(['CorrectionApproved', 'RecordVoided']);
    expect(events[1]).toMatchObject({ data: { target: `${theCase}@2` }, envelope: { actor: { user: 'a' }, approval: { by: { user: 'b' } } } });
  });
});

describe('a publication', () => {
  const told = [drafted, computed, reconciled].flat();
  const certify = (agency: (typeof agencies)[number], by: Actor) =>
    given(told).when({ stream: thePublication, type: 'CertifyPublication', data: { agency }, by, occurredOn: '2020-04-08' });
  it('is certified by the organs that own the figures, and by no other', () =>
    fc.assert(
      fc.property(fc.constantFrom(...agencies), actors, (agency, actor) => {
        const { outcome } = certify(agency, { ...actor, user: 'z' });
        const owner = certifierOf(agency);
        const isOwner = actor.role === owner.role && organisations.get(actor.org)?.type === organisations.get(owner.org)?.type && actor.district === '370200';
        expect([agency, actor, outcome instanceof Rejection]).toEqual([agency, actor, !isOwner]);
      }),
      RUNS,
    ));
  it('has certifiers that hold an office of the register', () => expect(agencies.map(certifierOf).filter((one) => !isOffice(one))).toEqual([]));
});
