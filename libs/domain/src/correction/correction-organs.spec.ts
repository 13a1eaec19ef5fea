import { requested } from '../fixtures.ts';
import type { Actor, Role } from '../kernel/envelope.ts';
import { approverOf, isOfOneOrgan } from '../kernel/organs.ts';
import { ruleOf } from '../kernel/decider.ts';
import { firstOn } from '../kernel/testing/first-records.ts';
import { type Issue, type Said, given, leader, leaderElsewhere, voidOf } from '../kernel/specify.ts';
import { checkExplained, exceptionSigned } from '../publication/check-exception-fixtures.ts';
import { approve } from '../fixtures.ts';
import { type Correctable, correctable } from './correction.ts';

const first = (category: Correctable): Said & { readonly by: Actor } => ({ by: { ...leader, user: 'recorder' }, ...firstOn[category] });
const voidOfFirst = (said: Said & { readonly by: Actor }): Issue => ({ ...voidOf([said], said.stream, 1), by: said.by });
const approverFor = ({ by }: { readonly by: Actor }): Actor => ({ ...by, user: 'approver', role: approverOf[by.role] as Role });

describe.each(Object.keys(correctable) as Correctable[])('a first record on a %s', (category) => {
  const said = first(category);
  const wanted = voidOfFirst(said);
  const asked = [said, requested(wanted, 'K1', said.by)];

  it('is voided where its organ asks and another of it approves', () =>
    given(asked)
      .when({ ...approve, by: approverFor(said) })
      .then('CorrectionApproved', 'RecordVoided'));
  it('is not voided by who asks, by another office, or by another organ', () => {
    const self = { ...said.by, role: approverOf[said.by.role] as Role };
    given(asked)
      .when({ ...approve, by: self })
      .thenRejected('correction/own-request');
    given(asked)
      .when({ ...approve, by: { ...approverFor(said), org: leaderElsewhere.org, district: leaderElsewhere.district } })
      .thenRejected('correction/other-organ');
    given(asked)
      .when({ ...approve, by: { ...approverFor(said), role: 'AUDITOR' } })
      .thenRejected('role/not-allowed');
  });
  it('is not voided for an organ that may act there, but did not', () => {
    const others = (ruleOf(correctable[category], 'VoidRecords')?.by ?? []).filter((role) => role !== 'SYSTEM' && !isOfOneOrgan(role, [said.by.role]));
    const outcomes = others.map((role) => given(said).when({ ...wanted, by: { ...said.by, role } }).summary);
    expect(outcomes).toEqual(others.map(() => 'role/not-allowed'));
  });
});

describe('a correction asked for by a publisher', () => {
  it('is approved by another publisher', () => {
    const by = { ...(exceptionSigned.by as Actor), user: 'pub-1' };
    const signed = [checkExplained, exceptionSigned];
    const late = { ...voidOf(signed, checkExplained.stream, 2), by };
    given(signed, requested(late, 'K1', by))
      .when({ ...approve, by: { ...by, user: 'pub-2' } })
      .then('CorrectionApproved', 'RecordVoided');
  });
});
