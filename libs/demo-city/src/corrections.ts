import { type Day, dayOf, features } from '@casetrail/domain';
import type { Storyteller } from './case-life.ts';
import { type CaseFile, type Cast, type Group, type Human, scopeOf } from './cast.ts';
import type { Chance } from './chance.ts';
import { SILENCE, neutral, organs } from './plan.ts';
import type { RecordBook, Told } from './record-book.ts';
import { tellJoinder } from './trials.ts';

const present = <T>(items: readonly (T | undefined)[]): T[] => items.filter((item) => item !== undefined);
const endOf = ({ parts }: CaseFile): Told[] => present(parts.flatMap(({ opened, last }) => [opened, last]));
const lastDay = (file: CaseFile): Day => Math.max(file.crackedOn, ...endOf(file).map(({ on }) => on));
const elsewhere = '外省市公安机关';

/** What brings the raw totals down to the published ones, and a few corrections that move nothing. Told last: each relies on records that stand. */
export function tellCorrections({ groups, files, again }: Cast, book: RecordBook, chance: Chance, storyteller: Storyteller): void {
  const lag = () => ({ lag: chance.between(1, 12) });
  for (const group of groups) {
    if (group.reclassifiedOn !== undefined) reclassify(group, book, lag);
    if (group.leaves) leave(group, book, lag);
  }
  for (const file of files) {
    if (file.leaves) leaveCase(file, book, lag);
    if (file.charge?.survivor) tellJoinder(file.charge, book);
  }

  for (const { human, last, file } of again)
    if (human.sameAs?.told && human.told && last)
      book.tell(human.told.stream, {
        type: 'MergeIdentity',
        data: { survivor: human.sameAs.told.stream, basis: '指纹比对一致' },
        on: last.on + chance.between(5, 40),
        team: file.team,
        after: [last, human.sameAs.told],
        ...lag(),
      });

  const survivors = new Set(files.map(({ survivor }) => survivor));
  const ordinary = chance.shuffled(
    files.filter(
      (file) =>
        file.group &&
        !file.leaves &&
        file.staysOpen &&
        !survivors.has(file) &&
        file.parts.every(({ earlier }) => !earlier) &&
        lastDay(file) < dayOf(SILENCE) - 60,
    ),
  );
  for (const file of ordinary.slice(0, neutral.districtTransfers)) moveDistrict(file, book, chance);
  for (const file of ordinary.slice(neutral.districtTransfers, neutral.districtTransfers + neutral.caseNumbers)) {
    const { filed, team, filedOn } = file;
    if (filed)
      book.tell(filed.stream, {
        type: 'CorrectCaseNumber',
        data: { caseNumber: storyteller.numbers.police('立', filedOn) },
        on: filedOn,
        team,
        after: [filed],
        lag: chance.between(3, 25),
      });
  }
  const settled = chance.shuffled(
    ordinary.flatMap(({ parts }) => parts).filter(({ human, detainedOn }) => human.parts.length === 1 && detainedOn !== undefined && !human.sameAs),
  );
  const pair = (i: number) => present([settled[2 * i]?.human, settled[2 * i + 1]?.human]);
  const { mistakenMerges: merges, unsureMatches: marks, clearedMatches: cleared } = neutral;
  for (let i = merges; i < merges + marks + cleared; i++) match(pair(i), settled[2 * i]?.file, i >= merges + marks, book, chance);
  for (let i = 0; i < neutral.mistakenMerges; i++) mistake(pair(i), settled[2 * i]?.file, book, chance);
}

type Lag = () => { readonly lag: number };

function reclassify({ dismantled, reclassifiedOn: on, team, tier, firstTier, files }: Group, book: RecordBook, lag: Lag): void {
  if (!dismantled || on === undefined) return;
  const data = { tier, basis: '复核意见', features: tier === 'MAFIA_TYPE' ? [...features] : ['CONDUCT' as const] };
  const isCityMatter = [tier, firstTier].includes('MAFIA_TYPE');
  const told = book.tell(dismantled.stream, { type: 'ReclassifyGroup', data, on, team, after: [dismantled], ...lag(), ...(isCityMatter && { by: 'CITY' }) });
  for (const file of files)
    if (isCityMatter && scopeOf(file) === 'MAFIA' && file.filed)
      book.tell(file.filed.stream, {
        type: 'ReclassifyScope',
        data: { scope: 'EVIL', listVersion: '2018-01', basis: '随组织定性调整' },
        on,
        team,
        after: present([told, file.classified]),
        ...lag(),
      });
}

function leave(group: Group, book: RecordBook, lag: Lag): void {
  const { leaves, leavesOn: on, team, survivor, own, links, dismantled } = group;
  if (!dismantled || on === undefined) return;
  const { stream } = dismantled;
  const base = { on, team, after: present([...own, survivor?.dismantled]), ...lag() };
  if (leaves === 'MERGED' && survivor?.registered) book.tell(stream, { type: 'MergeGroup', data: { survivor: survivor.registered.stream }, ...base });
  if (leaves === 'CITY_OUT') book.tell(stream, { type: 'TransferGroup', data: { scope: 'CITY_OUT', toAgency: elsewhere }, ...base });
  if (leaves !== 'VOIDED') return;
  const reason = { code: 'DUPLICATE_ENTRY', text: '同一团伙重复录入' };
  for (const link of links) book.tell(link.stream, { type: 'VoidRecords', data: { targets: [link] }, ...base, reason });
  book.tell(stream, { type: 'VoidRecords', data: { targets: own }, ...base, reason });
}

function leaveCase(file: CaseFile, book: RecordBook, lag: Lag): void {
  const { leaves, leavesOn: on, team, survivor, filed, cracked, parts, group } = file;
  if (!filed || on === undefined) return;
  const base = { on, team, after: present([filed, cracked, group?.dismantled, ...endOf(file)]), ...lag() };
  const { stream } = filed;
  const close = (because: 'CASE_WITHDRAWN' | 'TRANSFERRED_OUT', told: Told) => {
    for (const { opened } of parts) if (opened) book.tell(opened.stream, { type: 'CloseParticipation', data: { because }, on, team, after: [told] });
  };
  if (leaves === 'WITHDRAWN')
    close('CASE_WITHDRAWN', book.tell(stream, { type: 'WithdrawCase', data: { ground: 'NOT_A_CRIME' }, ...base, act: { legalBasis: 'MPS 186' } }));
  if (leaves === 'CRACK_REVOKED') book.tell(stream, { type: 'RevokeCrack', data: { ground: '证据不足以认定嫌疑人' }, ...base });
  if (leaves === 'ORDINARY')
    book.tell(stream, { type: 'ReclassifyScope', data: { scope: 'ORDINARY', listVersion: '2018-01', basis: '不符合涉恶特征' }, ...base });
  if (leaves === 'MERGED' && survivor?.filed)
    book.tell(stream, { type: 'MergeCase', data: { survivor: survivor.filed.stream }, ...base, after: [...base.after, survivor.filed] });
  if (leaves === 'CITY_OUT') close('TRANSFERRED_OUT', book.tell(stream, { type: 'TransferCase', data: { scope: 'CITY_OUT', toAgency: elsewhere }, ...base }));
}

function moveDistrict(file: CaseFile, book: RecordBook, chance: Chance): void {
  const { filed, cracked, team } = file;
  const ended = endOf(file);
  if (!filed || !cracked) return;
  const to = chance.pick(organs.filter(({ district }) => district !== team.district && district !== '370200'));
  const on = lastDay(file) + chance.between(5, 30);
  book.tell(filed.stream, {
    type: 'TransferCase',
    data: { scope: 'DISTRICT', toAgency: to.org, toDistrict: to.district },
    on,
    team,
    after: [cracked, ...ended],
    lag: chance.between(1, 6),
    act: { legalBasis: 'MPS 184' },
  });
}

/** Two persons taken for one, and told apart again. */
function mistake([one, other]: readonly Human[], file: CaseFile | undefined, book: RecordBook, chance: Chance): void {
  if (!one?.told || !other?.told || !file) return;
  const { team } = file;
  const survivor = one.told.stream;
  const told = endOf(file);
  const on = Math.max(one.told.on, other.told.on, lastDay(file)) + 10;
  const merged = book.tell(other.told.stream, {
    type: 'MergeIdentity',
    data: { survivor, basis: '姓名年龄相符' },
    on,
    team,
    after: [one.told, other.told, ...told],
    lag: 2,
  });
  book.tell(other.told.stream, {
    type: 'SplitIdentity',
    data: { survivor, basis: '指纹比对不一致' },
    on: on + chance.between(20, 40),
    team,
    after: [merged],
    lag: 3,
  });
}

/** Two persons who may be one: marked, and found out for some. */
function match([one, other]: readonly Human[], file: CaseFile | undefined, isCleared: boolean, book: RecordBook, chance: Chance): void {
  if (!one?.told || !other?.told || !file) return;
  const { team } = file;
  const [marked, named] = [one.told, other.told];
  const on = Math.max(marked.on, named.on, lastDay(file)) + 5;
  const told = book.tell(marked.stream, {
    type: 'MarkMatch',
    data: { other: named.stream, basis: '绰号和体貌特征相近' },
    on,
    team,
    after: [marked, named, ...endOf(file)],
    lag: 2,
  });
  if (!isCleared) return;
  const data = { other: named.stream, basis: '指纹比对不一致' };
  book.tell(marked.stream, { type: 'ClearMatch', data, on: on + chance.between(10, 30), team, after: [told], lag: 3 });
}
