import { theCase, theCorrection, theGroup, thePerson, theSuspect } from '../fixtures.ts';
import { type Role, roles } from '../kernel/envelope.ts';
import type { Category, StreamId } from '../kernel/identifiers.ts';
import { streamNamed } from '../kernel/specify.ts';
import { theInvestigation } from '../umbrella/investigation-fixtures.ts';
import type { Concern } from './concern.ts';
import { type Decision, type Doing, decideAccess } from './decide-access.ts';
import { type OrganisationType, organOf, organisations, typesOf } from './organisations.ts';
import { type ActionName, type Kind, type TieKind, actions, policy } from './policy.ts';
import { reachOf } from './reach.ts';

const people = roles.filter((role) => role !== 'SYSTEM');
const relations = ['own', 'lineAbove', 'sameDistrict', 'elsewhere'] as const;
type Relation = (typeof relations)[number];
const ties = ['none', 'CONFLICT', 'ACCESS', 'BREAK_GLASS'] as const;
const records: Readonly<Record<Kind, readonly [Category, StreamId]>> = {
  case: ['criminal_case', theCase],
  sealed: ['umbrella_investigation', theInvestigation],
  correction: ['correction', theCorrection],
  open: ['mechanism', streamNamed('mechanism', 1)],
};

const organ = (type: OrganisationType, district: string) => organOf(type, district as never)?.id as string;
/** Somebody in a role, and a record that an organ has begun which stands to theirs as the relation says. */
function cell(role: Role, relation: Relation, kind: Kind, tie: (typeof ties)[number], isSealed = false) {
  const line = typesOf(role)[0] as OrganisationType;
  const other = line === 'COURT' ? 'PUBLIC_SECURITY' : 'COURT';
  const org = organ(line, relation === 'lineAbove' ? '370200' : '370202');
  const owner = { own: organ(line, '370202'), lineAbove: organ(line, '370202'), sameDistrict: organ(other, '370202'), elsewhere: organ(line, '370203') }[
    relation
  ];
  const [category, id] = records[kind];
  const owning = organisations.get(owner);
  const actor = { user: 'somebody', role, org, district: organisations.get(org)?.district ?? '370202' };
  return {
    reach: reachOf(actor, tie === 'none' ? [] : [{ record: id, kind: tie satisfies TieKind }]),
    concern: { category, about: [id], involved: [owner, owning?.district as string], charge: new Map(owning ? [[owning.type, owning]] : []), isSealed },
  };
}

/** The table, read naively. */
function expected(by: readonly Role[], isActing: boolean, role: Role, relation: Relation, kind: Kind, tie: (typeof ties)[number], isSealed: boolean): Decision {
  if (!by.includes(role)) return 'refuse';
  if (isSealed && !isActing) return 'hide';
  const far = policy.reading[kind][role];
  if (far === undefined || tie === 'CONFLICT') return 'hide';
  const isOpened = !isActing && (tie === 'ACCESS' || tie === 'BREAK_GLASS');
  const isNear = relation === 'own' || relation === 'lineAbove' || (relation === 'sameDistrict' && far === 'district');
  if (!isOpened && !isNear && far !== 'city') return 'hide';
  return isActing && relation === 'elsewhere' ? 'refuse' : 'allow';
}

describe('the policy', () => {
  const doings: readonly (readonly [Doing, readonly Role[]])[] = [
    ...(Object.keys(actions) as ActionName[]).map((action) => [{ action }, actions[action].by] as const),
    ...Object.entries(policy.commands).flatMap(([of, commands]) =>
      Object.entries(commands).map(([command, by]) => [{ command, of: of as Category }, by] as const),
    ),
  ];
  it('decides every cell as it reads: what is done, by whom, whose record it is, what ties them, and whether it is sealed', () => {
    let cells = 0;
    const wrong: unknown[] = [];
    for (const [doing, by] of doings)
      for (const role of people)
        for (const kind of Object.keys(records) as Kind[])
          for (const relation of relations)
            for (const tie of ties)
              for (const isSealed of kind === 'case' ? [false, true] : [false]) {
                cells++;
                const { reach, concern } = cell(role, relation, kind, tie, isSealed);
                const decided = decideAccess(reach, doing, concern);
                const told = expected(by, 'command' in doing, role, relation, kind, tie, isSealed);
                if (decided !== told) wrong.push({ doing, role, kind, relation, tie, isSealed, decided, told });
              }
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(cells).toBeGreaterThan(300_000);
  });
  it('lets nobody do what it does not name', () => {
    for (const role of roles) {
      const { reach } = cell(role === 'SYSTEM' ? 'JUDGE' : role, 'own', 'case', 'none');
      expect(decideAccess({ ...reach, actor: { ...reach.actor, role } }, { command: 'Enchant', of: 'criminal_case' })).toBe('refuse');
      expect(decideAccess({ ...reach, actor: { ...reach.actor, role: 'SYSTEM' } }, { action: 'figures.read' })).toBe('refuse');
    }
  });
  it('names no product among those who may', () => {
    expect(JSON.stringify(policy)).not.toContain('SYSTEM');
    expect(Object.keys(policy.commands).sort()).toEqual(
      Object.keys(policy.kinds)
        .filter((category) => category !== 'ledger')
        .sort(),
    );
  });
});

describe('a record', () => {
  const about = (category: Category, ...ids: StreamId[]): Pick<Concern, 'category' | 'about' | 'involved' | 'charge'> => ({
    category,
    about: ids,
    involved: [],
    charge: new Map(),
  });
  const readsWith = (role: Role, kind: TieKind, record: StreamId, concern: ReturnType<typeof about>) => {
    const { reach } = cell(role, 'own', 'case', 'none');
    return decideAccess(reachOf(reach.actor, [{ record, kind }]), { action: 'history.read' }, concern);
  };
  it('is tied by what it is about', () => {
    expect(readsWith('PROCURATOR', 'ACCESS', theCase, about('suspect', theSuspect, theCase))).toBe('allow');
    expect(readsWith('PROCURATOR', 'ACCESS', theGroup, about('suspect', theSuspect, theCase))).toBe('hide');
    expect(readsWith('AUDITOR', 'CONFLICT', theCase, about('suspect', theSuspect, theCase))).toBe('hide');
  });
  it('is hidden by a conflict, whatever else opens it', () => {
    const { reach } = cell('JUDGE', 'own', 'case', 'none');
    const both = reachOf(reach.actor, [
      { record: theCase, kind: 'BREAK_GLASS' },
      { record: theCase, kind: 'CONFLICT' },
    ]);
    expect(decideAccess(both, { action: 'cases.read' }, about('criminal_case', theCase))).toBe('hide');
  });
  it.each(people.filter((role) => !role.startsWith('DISCIPLINE')))('that is sealed is opened to %s by no tie, nor is a correction of it', (role) => {
    expect(readsWith(role, 'BREAK_GLASS', theInvestigation, about('umbrella_investigation', theInvestigation))).toBe('hide');
    expect(readsWith(role, 'ACCESS', theInvestigation, about('correction', theCorrection, theInvestigation))).toBe('hide');
    expect(readsWith(role, 'ACCESS', thePerson, about('investigated_person', streamNamed('investigated_person', 1), thePerson))).toBe('hide');
  });
});
