import { type Day, type District, dayOf } from '@casetrail/domain';
import { teamOf } from './handling.ts';
import type { Desk } from './paper-numbers.ts';
import { districtWeights } from './plan.ts';
import { liaisons } from './plan-services.ts';
import type { Team, Told } from './record-book.ts';
import { byDistrict, creditCodeOf, someDays, enterTwice, entryIdOf, serialCode } from './registers.ts';

type EntryTold = Told<'register_entry'>;
/** An officer or an enterprise, entered in the register of its district. */
type Listed = { readonly told: EntryTold; readonly team: Team };

/** Officers of the political-legal organs, private enterprises, and which officer is assigned to which enterprise. */
export function tellLiaisons(desk: Desk): void {
  const register = new Liaisons(desk);
  const officers = register.officers(byDistrict(liaisons.officers));
  const enterprises = register.enterprises(byDistrict(liaisons.enterprises));
  for (const [district] of districtWeights) register.assign(inDistrict(officers, district), inDistrict(enterprises, district));
  register.change(officers, enterprises);
}

const inDistrict = (listed: readonly Listed[], district: District): Listed[] => listed.filter(({ team }) => team.district === district);

class Liaisons {
  readonly #desk: Desk;
  readonly #officerOf = new Map<Listed, { readonly officer: Listed; readonly told: EntryTold; readonly isOnlyOne: boolean }>();
  #officers = 0;
  #enterprises = 0;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  officers(districts: readonly District[]): Listed[] {
    const { book } = this.#desk;
    return this.#listed(districts, (on, team) => {
      const code = serialCode('GB', ++this.#officers);
      return book.tell<'register_entry'>(entryIdOf(['OFFICER', code]), { type: 'ListOfficer', data: { code, district: team.district }, on, team });
    });
  }

  enterprises(districts: readonly District[]): Listed[] {
    const { book } = this.#desk;
    return this.#listed(districts, (on, team) => {
      const creditCode = creditCodeOf(++this.#enterprises);
      return book.tell<'register_entry'>(entryIdOf(['ENTERPRISE', creditCode]), {
        type: 'ListEnterprise',
        data: { creditCode, district: team.district },
        on,
        team,
      });
    });
  }

  #listed(districts: readonly District[], list: (on: Day, team: Team) => EntryTold): Listed[] {
    const { from, to } = liaisons;
    const days = this.#desk.chance.shuffled(someDays(from, to, districts.length, this.#desk));
    return districts.map((district, i) => {
      const team = teamOf('dept', district, this.#desk);
      return { told: list(days[i] as Day, team), team };
    });
  }

  /** Every enterprise has an officer and every officer an enterprise: there are fewer officers, so some have two. */
  assign(officers: readonly Listed[], enterprises: readonly Listed[]): void {
    enterprises.forEach((enterprise, i) => {
      const officer = officers[i % officers.length] as Listed;
      const told = this.#establish(officer, enterprise);
      this.#officerOf.set(enterprise, { officer, told, isOnlyOne: i % officers.length >= enterprises.length - officers.length });
    });
  }

  /** Who left, who took over, who came in addition. The totals stay. */
  change(officers: readonly Listed[], enterprises: readonly Listed[]): void {
    const desk = this.#desk;
    const { chance, book } = desk;
    const { secondOfficers, officersLeft, takenOver, enterprisesLeft, officersUnlinked, enterprisesUnlinked, movedOfficers, enteredTwice } = liaisons;
    const some = (count: number): District[] =>
      byDistrict(100)
        .filter((_, i) => i % Math.floor(100 / count) === 0)
        .slice(0, count);
    const open = chance.shuffled(enterprises);
    for (const enterprise of open.splice(0, secondOfficers)) this.#establish(this.#another(officers, enterprise), enterprise);

    for (const officer of this.officers(some(officersLeft))) {
      const enterprise = chance.pick(inDistrict(enterprises, officer.team.district));
      this.#end(officer, this.#establish(officer, enterprise), '工作调动');
    }
    const shared = open.filter((enterprise) => this.#officerOf.get(enterprise)?.isOnlyOne === false);
    const givenUp = new Set<Listed>();
    for (const enterprise of shared) {
      const { officer, told } = this.#officerOf.get(enterprise) as { officer: Listed; told: EntryTold };
      if (givenUp.size === takenOver || givenUp.has(officer)) continue;
      givenUp.add(officer);
      const on = told.on + chance.between(30, 80);
      const ended = book.tell(told.stream, { type: 'EndRegisterEntry', data: { ground: '联系干部调整' }, on, team: officer.team, after: [told] });
      this.#establish(this.#another(officers, enterprise), enterprise, [ended]);
    }
    for (const enterprise of this.enterprises(some(enterprisesLeft)))
      this.#end(enterprise, this.#establish(this.#another(officers, enterprise), enterprise), '企业注销');
    this.officers(some(officersUnlinked));
    this.enterprises(some(enterprisesUnlinked));

    for (const { told, team } of chance.shuffled(officers).slice(0, movedOfficers)) {
      const toDistrict = chance.pick(districtWeights.map(([district]) => district).filter((district) => district !== team.district));
      const on = dayOf(liaisons.to) + chance.between(20, 60);
      book.tell(told.stream, { type: 'MoveRegisterEntry', data: { toDistrict }, on, team, after: [told] });
    }
    for (const { told, team } of chance.shuffled(officers).slice(0, enteredTwice)) {
      const code = serialCode('GB', ++this.#officers);
      enterTwice(entryIdOf(['OFFICER', code]), { type: 'ListOfficer', data: { code, district: team.district }, on: told.on, team, after: [told] }, desk);
    }
  }

  /** Another officer of the district than the one whom the enterprise has. */
  #another(officers: readonly Listed[], enterprise: Listed): Listed {
    const present = this.#officerOf.get(enterprise)?.officer;
    return this.#desk.chance.pick(inDistrict(officers, enterprise.team.district).filter((officer) => officer !== present));
  }

  #establish(officer: Listed, enterprise: Listed, after: readonly Told[] = []): EntryTold {
    const { book, chance } = this.#desk;
    const data = { officer: officer.told.stream, enterprise: enterprise.told.stream };
    const known = [officer.told, enterprise.told, ...after];
    const on = Math.max(...known.map((told) => told.on)) + chance.between(0, 20);
    return book.tell<'register_entry'>(entryIdOf(['LIAISON', data.officer, data.enterprise]), {
      type: 'EstablishLiaison',
      data,
      on,
      team: enterprise.team,
      after: known,
    });
  }

  /** An officer or an enterprise leaves, and its liaison ends before. */
  #end({ told, team }: Listed, liaison: EntryTold, ground: string): void {
    const { book, chance } = this.#desk;
    const on = liaison.on + chance.between(15, 60);
    const ended = book.tell(liaison.stream, { type: 'EndRegisterEntry', data: { ground }, on, team, after: [liaison] });
    book.tell(told.stream, { type: 'EndRegisterEntry', data: { ground }, on, team, after: [told, ended] });
  }
}
