import { type GroupId, type Tier, CITY_LEVEL, features } from '@casetrail/domain';
import { HOME, investigator, judge, leader, procurator } from './actors.ts';
import { caseOnFile, suspectIn } from './common-acts.ts';
import { type Act, type Run, type Scenario, act, corrected, moved, scene, voidOf } from './scenario.ts';

const featuresOf = (tier: Tier) => ({ tier, basis: 'scenario', features: tier === 'MAFIA_TYPE' ? [...features] : [] });

/** A group with a filed case and three members, dismantled 15 days ago. */
function dismantled(run: Run, name: string, tier: Tier): { readonly group: GroupId; readonly acts: readonly Act[] } {
  const [found, on] = [run.day(-20), run.day(-15)];
  const group = run.stream('crime_group', name);
  const { file, acts } = caseOnFile(run, name, found);
  const members = ['a', 'b', 'c'].map((letter) => suspectIn(run, file, `${name}-${letter}`, found));
  return {
    group,
    acts: [
      ...acts,
      ...members.flatMap((member) => member.acts),
      act(group, 'IdentifyGroup', { alias: `SC-${run.serial}-${name}`, district: HOME, industries: ['transport'] }, investigator(), found),
      act(group, 'RegisterGroup', { code: `G-${run.serial}-${name}` }, leader(), found),
      act(file, 'LinkGroup', { group }, investigator(), found),
      ...members.map(({ suspect }) => act(group, 'LinkMember', { suspect, role: 'CORE' }, investigator(), found)),
      act(group, 'ClassifyGroup', featuresOf(tier), tier === 'MAFIA_TYPE' ? leader(CITY_LEVEL) : leader(), on),
      act(group, 'DismantleGroup', { ringleaderControlled: true, coreMembers: 3, coreControlled: 3 }, leader(), on),
    ],
  };
}

export const mergedGroups: Scenario = {
  name: 'groups-merged-and-reversed',
  number: 5,
  title: { zh: '两个组织合并，合并又被撤回', en: 'Two groups merged, and the merger reversed' },
  what: {
    zh: '一个涉恶犯罪集团和一个团伙均已打掉。后认定团伙属于集团，并入（K5），自决定之日起退出F03。后发现合并本身是误录，予以作废（K1）：团伙在各统计日均恢复计入。',
    en: 'A criminal group and a gang are both dismantled. The gang is found to belong to the group and merged into it (K5): it leaves F03 on that day. Then the merger itself proves to be a mistaken entry and is voided (K1): the gang counts again at every date.',
  },
  scenes: (run) => {
    const group = dismantled(run, 'group', 'EVIL_FORCE_GROUP');
    const gang = dismantled(run, 'gang', 'EVIL_FORCE_GANG');
    const merger = corrected(act(gang.group, 'MergeGroup', { survivor: group.group }, investigator(), run.day(-6)));
    const both = { F02: 1, F03: 1, 'F01-all': 2 };
    return [
      scene('打掉集团和团伙各一个。', 'A group and a gang are dismantled.', [...group.acts, ...gang.acts], moved(run.today, both), moved(run.day(-16), {})),
      scene(
        '团伙并入集团：自决定之日起少一个。',
        'The gang is merged into the group: one less from that day on.',
        [merger],
        moved(run.today, { F02: 1, 'F01-all': 1 }),
        moved(run.day(-7), both),
        { asOf: run.today, figure: 'F03', steps: { gross: 1, K5: -1 } },
      ),
      scene(
        '合并作废：各统计日均恢复。',
        'The merger is voided: both count at every date.',
        [voidOf(merger, investigator(), run.day(-1))],
        moved(run.today, both),
        moved(run.day(-3), both),
      ),
    ];
  },
};

export const reclassifiedGroup: Scenario = {
  name: 'mafia-type-downgraded-and-restored',
  number: 6,
  title: { zh: '涉黑组织被检察机关降格，法院恢复认定', en: 'A mafia-type organisation downgraded by the procuratorate, restored by a court' },
  what: {
    zh: '公安机关认定为黑社会性质组织。检察机关按恶势力犯罪集团起诉，不影响公安机关的数字。一审法院认定为恶势力犯罪集团，该组织自判决之日起由F01转入F02；二审法院恢复认定为黑社会性质组织，又转回F01。',
    en: 'The police classify a mafia-type organisation. The procuratorate prosecutes it as a criminal group, which does not move the figure of the police. The court of first instance finds a criminal group: it moves from F01 to F02 on that day. On appeal the court finds a mafia-type organisation again, and it moves back.',
  },
  scenes: (run) => {
    const { group, acts } = dismantled(run, 'mafia', 'MAFIA_TYPE');
    const found = (finding: Tier, kind: string, on: number) =>
      act(group, 'AdjudicateGroup', { finding, docketNumber: `${kind}-${run.serial}` }, judge(), run.day(on));
    const [mafia, evil] = [
      { F01: 1, 'F01-all': 1 },
      { F02: 1, 'F01-all': 1 },
    ];
    return [
      scene('打掉黑社会性质组织一个。', 'A mafia-type organisation is dismantled.', acts, moved(run.today, mafia)),
      scene(
        '检察机关按恶势力犯罪集团起诉：数字不变。',
        'The procuratorate prosecutes a criminal group: no figure moves.',
        [act(group, 'ProsecuteGroup', featuresOf('EVIL_FORCE_GROUP'), procurator(), run.day(-10))],
        moved(run.today, mafia),
      ),
      scene(
        '一审认定为恶势力犯罪集团：自判决之日起转入F02。',
        'The court of first instance finds a criminal group: it moves to F02 on that day.',
        [found('EVIL_FORCE_GROUP', 'first', -6)],
        moved(run.today, evil),
        moved(run.day(-7), mafia),
        { asOf: run.today, figure: 'F01', steps: { gross: 1, K9: -1 } },
      ),
      scene(
        '二审恢复认定：自判决之日起转回F01。',
        'On appeal the court restores the finding: it moves back to F01.',
        [found('MAFIA_TYPE', 'appeal', -2)],
        moved(run.today, mafia),
        moved(run.day(-3), evil),
        moved(run.day(-7), mafia),
      ),
    ];
  },
};
