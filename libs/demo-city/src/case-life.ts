import { type CaseId, type Day, dateOf, dayOf, districts, features } from '@casetrail/domain';
import { tellArrestFile } from './arrest-files.ts';
import { type ArrestFile, type CaseFile, type Group, type Human, type Part, scopeOf } from './cast.ts';
import type { Chance } from './chance.ts';
import { tellDetention, tellSummons } from './custody.ts';
import { type Desk, PaperNumbers } from './paper-numbers.ts';
import { SILENCE, industries, offences, shares } from './plan.ts';
import { identified, unnamed } from './identities.ts';
import { tellProsecution } from './prosecutions.ts';
import type { Entry, RecordBook, Team, Told } from './record-book.ts';

const LAST = dayOf(SILENCE);
const sources = ['CITIZEN', 'VICTIM', 'PATROL', 'LEAD', 'LEAD', 'OTHER_ORGAN'] as const;
const roles = ['ORGANISER', 'LEADER', 'CORE', 'CORE'] as const;

/** Tells the lives of cases, persons and groups: as the police record them, and through the procuratorate and the courts. */
export class Storyteller {
  readonly #book: RecordBook;
  readonly #chance: Chance;
  readonly #desk: Desk;
  readonly numbers = new PaperNumbers();

  constructor(book: RecordBook, chance: Chance) {
    this.#book = book;
    this.#chance = chance;
    this.#desk = { book, chance, numbers: this.numbers };
  }

  /** Reported, filed, under investigation and classified; its suspects opened and dealt with; cracked. */
  case(file: CaseFile): void {
    const book = this.#book;
    const chance = this.#chance;
    const { team, reportedOn, filedOn, classifiedOn, crackedOn } = file;
    const caseNumber = this.numbers.police('立', filedOn);
    const report = book.open('criminal_case', {
      type: 'AcceptReport',
      data: { reportNumber: this.numbers.police('受', reportedOn), source: chance.pick(sources), district: team.district },
      on: reportedOn,
      team,
    });
    const { stream } = report;
    const filed = book.tell(stream, {
      type: 'FileCase',
      data: { caseNumber, offences: chance.shuffled(offences).slice(0, chance.between(1, 3)), leadAgency: team.org },
      on: filedOn,
      team,
      after: [report],
      act: { legalBasis: 'CPL 112', document: { kind: '立案决定书', number: caseNumber, date: dateOf(filedOn) } },
    });
    const started = book.tell(stream, {
      type: 'StartInvestigation',
      data: { investigators: [1, 2].map((pair) => `inv-${team.org.slice(4)}-${pair}`) },
      on: filedOn,
      team,
      after: [filed],
    });
    file.filed = filed;
    file.classified = book.tell(stream, {
      type: 'ClassifyScope',
      data: { scope: scopeOf(file), listVersion: '2018-01', basis: '涉黑涉恶常见案件清单' },
      on: classifiedOn,
      team,
      after: [started],
    });
    const parts = file.parts.filter(({ earlier }) => !earlier);
    for (const part of parts) this.openSuspect(part, filed);
    for (const part of parts) this.deal(part);
    for (const arrest of file.arrests) this.review(arrest);

    const suspects = parts.filter(({ openedOn }) => openedOn <= crackedOn).flatMap(({ opened }) => (opened ? [opened] : []));
    const isLeaf = file.staysOpen && !file.leaves;
    file.cracked = book.tell(stream, {
      type: 'CrackCase',
      data: { suspects: suspects.map((opened) => opened.stream) },
      on: crackedOn,
      team,
      after: [file.classified, ...suspects],
      ...(isLeaf && book.leafLag(crackedOn, LAST)),
    });
    if (file.charge) tellProsecution(file.charge, file.cracked, this.#desk);
    else if (!file.staysOpen) this.#conclude(file, parts, stream, file.cracked);
  }

  #conclude({ team, crackedOn }: CaseFile, parts: readonly Part[], stream: CaseId, cracked: Told): void {
    const book = this.#book;
    const chance = this.#chance;
    const ended = parts.flatMap(({ last }) => (last ? [last] : []));
    const concludedOn = Math.max(crackedOn, ...ended.map(({ on }) => on)) + chance.between(20, 70);
    if (concludedOn > LAST - 30) return;
    const isTransferred = chance.happens(shares.transferred);
    const concluded = book.tell(stream, {
      type: 'ConcludeInvestigation',
      data: {},
      on: concludedOn,
      team,
      after: [cracked, ...ended],
      ...(!isTransferred && book.leafLag(concludedOn, LAST)),
    });
    const charged = parts.filter(({ detainedOn, leaves }) => detainedOn !== undefined && !leaves).flatMap(({ opened }) => (opened ? [opened.stream] : []));
    if (!isTransferred || charged.length === 0) return;
    const on = concludedOn + chance.between(1, 10);
    book.tell(stream, {
      type: 'TransferForProsecution',
      data: { prosecutionNumber: this.numbers.police('诉', on), suspects: charged },
      on,
      team,
      after: [concluded],
      act: { legalBasis: 'CPL 162' },
    });
  }

  /** Registers the person, if new, and opens their part in the case. */
  openSuspect(part: Part, filed: Told<'criminal_case'>): void {
    const { human, openedOn: on, file } = part;
    human.told ??= this.#register(human, on, file.team);
    const after = [filed, human.told, ...(part.earlier?.last ? [part.earlier.last] : [])];
    part.opened = this.#book.open('suspect', { type: 'OpenSuspect', data: { person: human.told.stream, case: filed.stream }, on, team: file.team, after });
  }

  deal(part: Part): void {
    if (part.detainedOn === undefined) tellSummons(part, this.#desk);
    else tellDetention(part, this.#desk);
  }

  review(arrest: ArrestFile): void {
    tellArrestFile(arrest, this.#desk);
  }

  #register({ isProvisional, sameAs }: Human, on: Day, team: Team): Told<'person'> {
    const chance = this.#chance;
    const pseudonym = `P-${String(this.numbers.serial('person')).padStart(6, '0')}`;
    const sex = chance.happens(shares.male) ? 'MALE' : 'FEMALE';
    const data = {
      pseudonym,
      sex,
      birthYear: Number(dateOf(on).slice(0, 4)) - chance.between(19, 58),
      ...(!isProvisional && { idHash: chance.hex(64) }),
      personalData: isProvisional ? unnamed : identified,
    } as const;
    const told = this.#book.open('person', { type: 'RegisterPerson', data, on, team });
    if (isProvisional && !sameAs && chance.happens(shares.confirmedLater)) {
      const confirmedOn = on + chance.between(5, 60);
      this.#book.tell(told.stream, {
        type: 'ConfirmIdentity',
        data: { idHash: chance.hex(64), personalData: identified },
        on: confirmedOn,
        team,
        after: [told],
        ...this.#book.leafLag(confirmedOn, LAST),
      });
    }
    return told;
  }

  /** Identified with its first case, registered, classified, its cases and members linked, dismantled. Its cases are told before. */
  group(group: Group): void {
    const book = this.#book;
    const chance = this.#chance;
    const { team, dismantledOn, firstTier } = group;
    const linked = group.files.length > 0 ? group.files : (group.survivor?.files.slice(0, 1) ?? []);
    const known = linked.flatMap(({ filed }) => (filed ? [filed] : []));
    const identifiedOn = Math.min(dismantledOn - 1, ...known.map(({ on }) => on));
    const serial = `${dateOf(identifiedOn).slice(0, 4)}-${String(this.numbers.serial(`group${team.district}${dateOf(identifiedOn).slice(0, 4)}`)).padStart(3, '0')}`;
    const identified = book.open('crime_group', {
      type: 'IdentifyGroup',
      data: {
        alias: `${districts[team.district].zh}${serial}`,
        district: team.district,
        industries: chance.shuffled(industries).slice(0, chance.between(1, 2)),
      },
      on: identifiedOn,
      team,
    });
    const { stream } = identified;
    const tell = (entry: Entry): Told<'crime_group'> => {
      const told = book.tell(stream, entry);
      group.own.push(told);
      return told;
    };
    group.own.push(identified);
    const registered = tell({ type: 'RegisterGroup', data: { code: `QD-${team.district}-${serial}` }, on: identifiedOn, team, after: [identified] });
    const isMafia = firstTier === 'MAFIA_TYPE';
    const classified = tell({
      type: 'ClassifyGroup',
      team,
      on: chance.between(identifiedOn, dismantledOn),
      after: [registered],
      ...(isMafia && { by: 'CITY' }),
      act: { legalBasis: isMafia ? 'CL 294' : 'CL 26' },
      data: { tier: firstTier, basis: isMafia ? '组织、经济、行为、危害性特征齐备' : '依据集体研究意见', features: isMafia ? [...features] : ['CONDUCT'] },
    });
    for (const filed of known) {
      const on = Math.max(identifiedOn, filed.on);
      group.links.push(book.tell(filed.stream, { type: 'LinkGroup', data: { group: stream }, on, team, after: [registered, filed] }));
    }
    const parts = group.files.length > 0 ? group.files.flatMap(({ parts: all }) => all.filter(({ isMember }) => isMember)) : group.guests;
    const members = parts
      .toSorted((a, b) => a.openedOn - b.openedOn)
      .flatMap(({ openedOn, opened }, i) => {
        if (!opened) return [];
        const on = Math.max(identifiedOn, openedOn) + (i < 3 ? 0 : chance.between(0, 3));
        return [
          tell({
            type: 'LinkMember',
            data: { suspect: opened.stream, role: roles[i] ?? (i < parts.length / 3 ? 'ACTIVE' : 'OTHER') },
            on,
            team,
            after: [registered, opened],
          }),
        ];
      });
    const core = Math.min(3, members.length - 1);
    const isLeaf = !group.leaves && group.reclassifiedOn === undefined;
    group.registered = registered;
    group.dismantled = tell({
      type: 'DismantleGroup',
      data: { ringleaderControlled: true, coreMembers: core, coreControlled: core },
      on: dismantledOn,
      team,
      after: [classified, ...group.links.slice(0, 1), ...members.slice(0, 3)],
      ...(isLeaf && book.leafLag(dismantledOn, LAST)),
    });
  }
}
