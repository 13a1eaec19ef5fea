import { type Role, roles } from '../kernel/envelope.ts';
import { actions } from './policy.ts';
import { type Dealings, mayReveal } from './reveal.ts';

const dealings = (orgs: readonly string[], users: readonly string[] = [], isOpened = false): Dealings => ({
  orgs: new Set(orgs),
  users: new Set(users),
  isOpened,
});
const actor = (role: Role, org = 'psb-370202', user = 'somebody') => ({ user, role, org, district: '370202' as const });
const ours = ['psb-370202'];

describe('personal data', () => {
  it('are never for whoever counts, prints, supervises, audits or protects data', () => {
    const { by } = actions['personal-data.reveal'];
    expect(roles.filter((role) => (by as readonly Role[]).includes(role))).toEqual([
      ...['POLICE_INVESTIGATOR', 'POLICE_LEADER', 'PROCURATOR', 'CHIEF_PROCURATOR', 'JUDGE', 'COURT_CLERK', 'DISCIPLINE_INSPECTOR', 'DISCIPLINE_LEADER'],
    ]);
    expect(actions['personal-data.find'].by).toEqual(by);
  });
  it('are for the leaders of an organ that works on the person, and of the organ above it', () => {
    expect(mayReveal(actor('POLICE_LEADER'), dealings(ours))).toBe(true);
    expect(mayReveal(actor('POLICE_LEADER', 'psb-370200'), dealings(ours))).toBe(true);
    expect(mayReveal(actor('POLICE_LEADER', 'psb-370203'), dealings(ours))).toBe(false);
    expect(mayReveal(actor('CHIEF_PROCURATOR', 'pp-370202'), dealings(ours))).toBe(false);
  });
  it('are for who works on the person, in an organ that does', () => {
    expect(mayReveal(actor('POLICE_INVESTIGATOR'), dealings(ours, ['somebody']))).toBe(true);
    expect(mayReveal(actor('POLICE_INVESTIGATOR'), dealings(ours, ['another']))).toBe(false);
    expect(mayReveal(actor('POLICE_INVESTIGATOR', 'psb-370203'), dealings(ours, ['somebody']))).toBe(false);
  });
  it('are for whom access was granted to', () => expect(mayReveal(actor('PROCURATOR', 'pp-370203'), dealings([], [], true))).toBe(true));
});
