import { NEIGHBOUR, investigator } from './actors.ts';
import { caseOnFile, detain, detainedOnce, registered, release, suspectIn } from './common-acts.ts';
import { type Scenario, act, corrected, moved, scene } from './scenario.ts';

export const onePersonThreeCases: Scenario = {
  name: 'one-person-three-cases',
  number: 3,
  title: { zh: '一人三案两区', en: 'One person in three cases of two districts' },
  what: {
    zh: '同一人先后在三个案件、两个区市被刑事拘留。全市计一名，另列三人次；两个区市各计一名，相加多出的一名列为重复数。',
    en: 'One person is detained in three cases of two districts, one after the other. The city counts one person, and three person-times beside it. Each district counts one: what they add up to too much is the overlap line.',
  },
  scenes: (run) => {
    const filed = run.day(-25);
    const { person, act: registration } = registered(run, 'three', filed);
    const [a, b] = ['three-1', 'three-2'].map((name) => caseOnFile(run, name, filed)) as [ReturnType<typeof caseOnFile>, ReturnType<typeof caseOnFile>];
    const c = caseOnFile(run, 'three-3', filed, { district: NEIGHBOUR });
    const inA = suspectIn(run, a.file, 'three-1', filed, { person });
    const inB = suspectIn(run, b.file, 'three-2', filed, { person });
    const inC = suspectIn(run, c.file, 'three-3', filed, { person, district: NEIGHBOUR });
    return [
      scene(
        '市南区一案刑拘。',
        'Detained in a case of Shinan.',
        [registration, ...a.acts, ...inA.acts, detain(run, inA.suspect, run.day(-20))],
        moved(run.today, detainedOnce),
      ),
      scene(
        '释放后，又在市南区另一案刑拘：人数不变。',
        'Released, and detained in another case of Shinan: still one person.',
        [release(inA.suspect, run.day(-18)), ...b.acts, ...inB.acts, detain(run, inB.suspect, run.day(-16))],
        moved(run.today, { F05: 1, 'F05-times': 2 }),
      ),
      scene(
        '再次释放后，在市北区第三案刑拘：全市一名，两区各一名。',
        'Released again, and detained in a third case, of Shibei: one person in the city, one in each district.',
        [release(inB.suspect, run.day(-14)), ...c.acts, ...inC.acts, detain(run, inC.suspect, run.day(-12), { district: NEIGHBOUR })],
        moved(run.today, { F05: 1, 'F05-times': 3 }),
        moved(run.today, { F05: 1, 'F05-times': 2 }, { in: '370202' }),
        moved(run.today, { F05: 1, 'F05-times': 1 }, { in: NEIGHBOUR }),
        moved(run.day(-13), { F05: 1, 'F05-times': 2 }),
        { asOf: run.today, figure: 'F05', steps: { gross: 3, REPEAT: -2 } },
      ),
    ];
  },
};

export const mergedIdentities: Scenario = {
  name: 'identities-merged-and-split',
  number: 4,
  title: { zh: '两个临时身份合并，后又拆分', en: 'Two provisional identities merged, later split' },
  what: {
    zh: '两名身份不明的人各计一名。后来认定为同一人而合并（K11）：各统计日均按一名重算；再后来查明不是同一人而拆分，又按两名计。每一步之前所知的数字都不变。',
    en: 'Two persons whose identity is not established count as two. They are found to be one and merged (K11), and count as one at every date; later they are found to be two after all and split. What was known before each step stays as it was.',
  },
  scenes: (run) => {
    const filed = run.day(-20);
    const { file, acts } = caseOnFile(run, 'identity', filed);
    const one = suspectIn(run, file, 'identity-1', filed);
    const other = suspectIn(run, file, 'identity-2', filed);
    const two = { F05: 2, 'F05-times': 2 };
    const decided = { survivor: one.person, basis: 'fingerprints' };
    return [
      scene(
        '两名身份不明的人被刑拘。',
        'Two persons of unknown identity are detained.',
        [...acts, ...one.acts, ...other.acts, detain(run, one.suspect, run.day(-18)), detain(run, other.suspect, run.day(-17))],
        moved(run.today, two),
      ),
      scene(
        '认定为同一人：在每个统计日都是一名。',
        'They are found to be one person: one at every date.',
        [corrected(act(other.person, 'MergeIdentity', decided, investigator(), run.day(-10)))],
        moved(run.today, { F05: 1, 'F05-times': 2 }),
        moved(run.day(-17), { F05: 1, 'F05-times': 2 }),
        { asOf: run.today, figure: 'F05', steps: { gross: 2, K11: -1 } },
      ),
      scene(
        '查明不是同一人，拆分：又是两名。',
        'They are found to be two after all, and split: two again.',
        [corrected(act(other.person, 'SplitIdentity', decided, investigator(), run.day(-2)))],
        moved(run.today, two),
        moved(run.day(-17), two),
        { asOf: run.today, figure: 'F05', steps: { gross: 2 } },
      ),
    ];
  },
};

export const sealedRecord: Scenario = {
  name: 'minor-record-sealed',
  number: 23,
  title: { zh: '未成年人记录封存', en: 'The record of a minor is sealed' },
  what: {
    zh: '被刑拘的未成年人的记录依法封存（K12）。封存不改变任何数字：此人仍计一名；谁也看不到其详情。',
    en: 'The record of a minor who was detained is sealed (K12). That changes no figure: the person still counts, and nobody sees the details any more.',
  },
  scenes: (run) => {
    const filed = run.day(-20);
    const { file, acts } = caseOnFile(run, 'minor', filed);
    const person = run.stream('person', 'minor');
    const { suspect, acts: opening } = suspectIn(run, file, 'minor', filed, { person });
    return [
      scene(
        '未成年人被刑拘。',
        'A minor is detained.',
        [
          act(person, 'RegisterPerson', { birthYear: Number(run.today.slice(0, 4)) - 16 }, investigator(), filed),
          ...[...acts, ...opening, detain(run, suspect, run.day(-18))],
        ],
        moved(run.today, detainedOnce),
      ),
      scene(
        '记录封存：数字不变。',
        'The record is sealed: no figure moves.',
        [corrected(act(person, 'SealPersonRecord', { ground: 'JUVENILE' }, investigator(), run.day(-1)))],
        moved(run.today, detainedOnce),
        moved(run.day(-18), detainedOnce),
      ),
    ];
  },
};
