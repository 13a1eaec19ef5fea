import type { FigureId, SealedFigureId } from '../figures/figure.ts';
import { figureOf, figures } from '../figures/figures.ts';

/** The figures that count sealed records: investigations of officials, and the leads to them. */
export const sealedFigures: readonly FigureId[] = figures.flatMap(({ id, owner }) => (owner === 'discipline' ? [id] : []));
export const isSealedFigure = (id: FigureId): id is SealedFigureId => figureOf(id).owner === 'discipline';

/**
 * Those that are released for the whole city: what the paper prints of the discipline organs, and what follows from that by subtraction. Person-times and
 * doubt about identities are not: what sets them apart from the persons is a handful.
 */
export const releasedIds = ['F14', 'F15', 'F15-other', 'F16', 'F16-other', 'F17', 'F18'] as const satisfies readonly SealedFigureId[];
export type ReleasedId = (typeof releasedIds)[number];
/** Those that are released by district, too. Kinds are not: a district by a kind is nearly always a small cell. */
export const releasedByDistrict = ['F14', 'F15', 'F16'] as const satisfies readonly ReleasedId[];
export type DistrictReleasedId = (typeof releasedByDistrict)[number];

export const isReleased = (id: FigureId): id is ReleasedId => (releasedIds as readonly FigureId[]).includes(id);
export const isReleasedByDistrict = (id: FigureId): id is DistrictReleasedId => (releasedByDistrict as readonly FigureId[]).includes(id);
