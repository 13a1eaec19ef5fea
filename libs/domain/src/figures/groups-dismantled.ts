import { type Tier, tiers } from '../crime-group/crime-group-messages.ts';
import type { Day } from '../kernel/civil-date.ts';
import type { District } from '../kernel/districts.ts';
import { type Figure, inCampaign, policeFigure, standingFigure } from './figure.ts';

type Group = {
  readonly district?: District | undefined;
  readonly isRegistered?: boolean;
  readonly tier?: Tier;
  readonly finding?: Tier | 'NOT_FOUND';
  readonly dismantledOn?: Day;
  readonly hasLeft?: boolean;
};

/** F01, F02 and F03 are one rule read at different tiers: a reclassified group moves, and is never counted twice. */
const dismantled = (declared: Pick<Figure, 'id' | 'code' | 'name' | 'rule'>, counted: readonly Tier[]): Figure =>
  standingFigure<Group>({
    ...policeFigure,
    ...declared,
    unit: 'crime_group',
    measureWord: '个',
    fact: 'standing',
    initial: {},
    evolve: {
      GroupRegistered: (group, { district }) => ({ ...group, district, isRegistered: true }),
      GroupClassified: classified,
      GroupReclassified: classified,
      GroupDismantled: (group, _, { on }) => (inCampaign(on) ? { ...group, dismantledOn: on } : group),
      GroupTransferred: (group, { toDistrict }) => ({ ...group, district: toDistrict }),
      GroupsMerged: (group) => ({ ...group, hasLeft: true }),
      GroupWithdrawn: (group) => ({ ...group, hasLeft: true }),
      GroupAdjudicated: (group, { finding }) => ({ ...group, finding }),
    },
    counted: ({ isRegistered, dismantledOn, hasLeft, district, tier, finding = tier }) =>
      isRegistered && dismantledOn !== undefined && !hasLeft && counted.some((tier) => tier === finding) ? district : undefined,
  });

/** The police own these figures: another organ's classification does not move them. A court's finding does, whatever the police say later. */
function classified(group: Group, { tier, stage }: { readonly tier: Tier; readonly stage: string }): Group {
  return stage === 'POLICE' ? { ...group, tier } : group;
}

const inWords = (zh: string, en: string) => ({
  zh: `自2018年1月24日起打掉、截至统计日公安机关认定为${zh}且在本市的组织，每个计一次；法院认定不同的从其认定；并案、撤销、移送市外的自决定之日起退出；跨区移送的改计接收区市。`,
  en: `Each group dismantled since 24 January 2018 that on the date of the figure the police classify as ${en}, once. A court's finding overrides the classification. A group leaves on the day it is merged into another, withdrawn, or transferred out of the city, and moves with a transfer between districts.`,
});

export const mafiaTypeOrganisations = dismantled(
  {
    id: 'F01',
    code: 1,
    name: { zh: '打掉涉黑社会性质组织', en: 'mafia-type organisations dismantled' },
    rule: inWords('黑社会性质组织', 'a mafia-type organisation'),
  },
  ['MAFIA_TYPE'],
);
export const evilForceGroups = dismantled(
  {
    id: 'F02',
    code: 2,
    name: { zh: '打掉涉恶犯罪集团', en: 'evil-force criminal groups dismantled' },
    rule: inWords('恶势力犯罪集团', 'an evil-force criminal group'),
  },
  ['EVIL_FORCE_GROUP'],
);
export const otherGangs = dismantled(
  {
    id: 'F03',
    code: 3,
    name: { zh: '打掉其他犯罪团伙', en: 'other criminal gangs dismantled' },
    rule: inWords('恶势力团伙或者涉恶类共同犯罪', 'an evil-force gang or evil-related joint crime'),
  },
  ['EVIL_FORCE_GANG', 'EVIL_RELATED_JOINT_CRIME'],
);
/** Not printed: the three figures above are parts of it, and of nothing else. */
export const allGroups = dismantled(
  {
    id: 'F01-all',
    code: 701,
    name: { zh: '打掉各类组织团伙合计', en: 'groups of every tier dismantled' },
    rule: inWords('任一层级', 'a group of any tier'),
  },
  tiers,
);
