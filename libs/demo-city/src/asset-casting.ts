import type { Day } from '@casetrail/domain';
import { apportion, boundsOf, daysIn } from './calendar.ts';
import type { CaseFile, Charge } from './cast.ts';
import type { Chance } from './chance.ts';
import { isKnown } from './handling.ts';
import { quarters } from './plan.ts';
import {
  type AssetKind,
  assetCounts,
  assetKindShares,
  assetShares,
  assetTotals,
  doubleFreezes,
  lapses,
  revaluedAssets,
  unrelatedAssets,
} from './plan-organs.ts';

const FEN_OF_A_YUAN = 100;
const WAN = 10_000 * FEN_OF_A_YUAN;
const MILLION = 100 * WAN;
/** Nothing is taken before the first cases are under way. */
const FIRST = boundsOf(quarters[0].id).from + 21;

/** What happens to an asset besides its measure. `fate`: at most one thing of an ordinary one. */
export type Fate = 'RETURNED' | 'CLAIMED' | 'SOLD' | 'RESERVED' | 'LAPSED' | 'JUDGED' | 'UNRELATED' | 'DOUBLED';
export type Holding = {
  readonly file: CaseFile;
  readonly kind: AssetKind;
  readonly identifiedOn: Day;
  readonly takenOn: Day;
  /** From this day on it counts. */
  readonly valuedOn: Day;
  readonly fen: number;
  readonly revalued?: { readonly on: Day; readonly fen: number };
  /** The day on which it leaves the figure, as unrelated. */
  readonly leavesOn?: Day;
  readonly fate?: Fate;
  /** Another organ waits for the measure to end. */
  readonly isQueued: boolean;
  /** The case goes on to the procuratorate and the court, and takes it along. */
  readonly charge?: Charge;
};

/** Casts what is sealed, seized and frozen: in each quarter the planned number of assets, worth the planned total to the fen. */
export class AssetCasting {
  readonly #chance: Chance;
  readonly #files: readonly CaseFile[];

  /** Of the cases of groups, those that count at every date once they are classified. */
  constructor(files: readonly CaseFile[], chance: Chance) {
    this.#chance = chance;
    this.#files = files.filter(({ group, leaves, classified }) => group && !group.leaves && !leaves && classified);
  }

  cast(): Holding[] {
    const chance = this.#chance;
    return quarters.flatMap(({ id }, i): Holding[] => {
      const { from, to } = boundsOf(id);
      const early = (room: number) => chance.between(from + 3, Math.max(from + 3, to - room));
      const doubled = doubleFreezes
        .filter(({ quarter }) => quarter === id)
        .map(({ wan }) => this.#holding('DEPOSIT', early(20), wan * WAN, { fate: 'DOUBLED', isQueued: true }));
      const revalued = revaluedAssets
        .filter(({ quarter }) => quarter === id)
        .map(({ kind, wan, toWan }) => {
          const day = early(45);
          return this.#holding(kind, day, wan * WAN, { revalued: { on: chance.between(day + 20, to), fen: toWan * WAN } });
        });
      const unrelated = unrelatedAssets
        .filter(({ quarter }) => quarter === id)
        .map(({ wan }) => {
          const day = early(40);
          return this.#holding(chance.pick(['DEPOSIT', 'REAL_ESTATE']), day, wan * WAN, { fate: 'UNRELATED', leavesOn: chance.between(day + 10, to) });
        });
      const growth = ((assetTotals[i] ?? 0) - (assetTotals[i - 1] ?? 0)) * MILLION;
      const planned = [...doubled, ...revalued].reduce((sum, { fen, revalued: later }) => sum + (later?.fen ?? fen), 0);
      const count = (assetCounts[i] ?? 0) - (assetCounts[i - 1] ?? 0);
      const values = this.#values(count, growth - planned);
      const lapsed = lapses.quarters.includes(id) ? values.find(({ kind }) => kind === 'DEPOSIT') : undefined;
      const ordinary = daysIn(id, count, chance).map((day, k) => {
        const value = values[k] as Value;
        return this.#holding(
          value.kind,
          Math.max(day, FIRST),
          value.fen,
          value === lapsed ? { fate: 'LAPSED', isQueued: id === lapses.quarters[0] } : undefined,
        );
      });
      return [...doubled, ...revalued, ...unrelated, ...ordinary];
    });
  }

  /** The kinds in their shares, in any order; the small ones are worth what they are worth, and the big ones make up the total. */
  #values(count: number, total: number): Value[] {
    const chance = this.#chance;
    const kinds = apportion(
      assetKindShares.map((kind) => [kind, kind.share] as const),
      count,
    );
    const drawn = kinds.map(({ kind, yuan, isBig }) => ({ kind, isBig, yuan: yuan * Math.exp(0.8 * chance.normal()) }));
    const small = drawn.flatMap((one) => (one.isBig ? [] : [{ kind: one.kind, fen: inHundreds(one.yuan) }]));
    const big = drawn.filter(({ isBig }) => isBig).sort((a, b) => b.yuan - a.yuan);
    const left = total - sumOf(small);
    const scale = left / FEN_OF_A_YUAN / big.reduce((sum, { yuan }) => sum + yuan, 0);
    const [biggest, ...others] = big.map(({ kind, yuan }) => ({ kind, fen: inHundreds(yuan * scale) }));
    if (!biggest) throw new Error('no big asset makes up the total of a quarter');
    return chance.shuffled([...small, ...others, { ...biggest, fen: left - sumOf(others) }]);
  }

  #holding(kind: AssetKind, valuedOn: Day, fen: number, special: Partial<Holding> = {}): Holding {
    const chance = this.#chance;
    const needsAppraisal = kind !== 'DEPOSIT' && kind !== 'CASH';
    const { file, from } = this.#caseOn(valuedOn);
    const takenOn = Math.max(from, valuedOn - (needsAppraisal ? chance.between(2, 20) : chance.between(0, 1)));
    const identifiedOn = Math.max(from, takenOn - chance.between(0, 2));
    const isPlanned = special.fate !== undefined || special.revalued !== undefined;
    const charge = isPlanned ? undefined : fitCharge(file, valuedOn);
    const fate = isPlanned ? undefined : this.#fate(kind, charge);
    const isQueued = !fate && (kind === 'DEPOSIT' || kind === 'EQUITY') && chance.happens(assetShares.queued);
    return { file, kind, identifiedOn, takenOn, valuedOn, fen, isQueued, ...(charge && { charge }), ...(fate && { fate }), ...special };
  }

  #fate(kind: AssetKind, charge: Charge | undefined): Fate | undefined {
    const chance = this.#chance;
    if (charge) return charge.concludedOn !== undefined && !charge.appeal ? 'JUDGED' : undefined;
    if (kind === 'GOODS' && chance.happens(assetShares.sold)) return 'SOLD';
    if (kind === 'DEPOSIT' && chance.happens(assetShares.reserved)) return 'RESERVED';
    if (chance.happens(assetShares.returned)) return 'RETURNED';
    return chance.happens(assetShares.claimed) ? 'CLAIMED' : undefined;
  }

  /** A case that was under way and classified some days before, by preference of a big group or one that is charged later; and from when it can have assets. */
  #caseOn(day: Day): { readonly file: CaseFile; readonly from: Day } {
    const chance = this.#chance;
    const draw = chance.next();
    const tier = draw < assetShares.mafia ? 'MAFIA_TYPE' : draw < assetShares.mafia + assetShares.evilForce ? 'EVIL_FORCE_GROUP' : undefined;
    const known = this.#files.filter(({ classifiedOn, crackedOn, classified }) => classifiedOn <= day - 2 && isKnown(classified, day) && crackedOn > day - 250);
    const charged = chance.happens(assetShares.charged) ? known.filter((file) => fitCharge(file, day)) : [];
    const ofTier = known.filter(({ group }) => group?.tier === tier);
    const file = chance.pick([charged, ofTier, known].find(({ length }) => length > 0) ?? []);
    if (!file) throw new Error('no case is there for an asset');
    return { file, from: file.classifiedOn };
  }
}

type Value = { readonly kind: AssetKind; readonly fen: number };
const sumOf = (values: readonly Value[]): number => values.reduce((sum, { fen }) => sum + fen, 0);
/** A round number of hundreds of yuan, in fen. */
const inHundreds = (yuan: number): number => Math.max(10, Math.round(yuan / 100)) * 100 * FEN_OF_A_YUAN;

/** The charge that comes after the asset was taken. */
function fitCharge({ charge }: CaseFile, day: Day): Charge | undefined {
  return charge && !charge.leaves && charge.transferredOn > day + 3 ? charge : undefined;
}
