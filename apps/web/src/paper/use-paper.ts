import type { Answer } from '@casetrail/contracts';
import { useAnswer, useFigures } from '../api/queries.ts';
import { useConsole } from '../app/console-settings.tsx';
import { type Coordinates, asQuery, coordinatesOf, standsAt, useCoordinates } from '../app/coordinates.ts';
import type { Language } from '../text/index.ts';
import type { Proof } from '../ui/proof.tsx';

export type Figure = Answer<'FigureValue'>;
export type Standing = {
  readonly now: Figure | undefined;
  /** As it was published, where anything is. */
  readonly published: Figure | undefined;
  readonly state: Proof;
};

const byId = (figures: Answer<'Figures'> | undefined): ReadonlyMap<string, Figure> => new Map(figures?.figures.map((figure) => [figure.id, figure]));
/** A rate is told by its numerator and its denominator. */
export const differs = (a: Figure | undefined, b: Figure | undefined): boolean => a !== undefined && b !== undefined && (a.value !== b.value || a.of !== b.of);

/** The paper at the coordinates of the address, each figure with how it stands: as published, as shown, and as known now. */
export function usePaper(language: Language) {
  const { at, isPublished, first } = useCoordinates();
  const { paper: newest } = useConsole();
  const publication = newest?.publication;
  const usual: Coordinates = coordinatesOf({}, first);
  const paper = useAnswer('WhitePaper', '/v1/white-paper', { ...asQuery(at), lang: language });
  const shown = useAnswer('Figures', paper.data && '/v1/figures', paper.data && standsAt(paper.data));
  const published = useFigures(usual, publication !== undefined);
  const known = useFigures({ ...usual, knownAt: undefined }, publication !== undefined);
  const file = useAnswer('PublicationFile', publication && `/v1/publications/${publication}`);

  const [ofShown, ofPublished, ofKnown] = [byId(shown.data), byId(published.data), byId(known.data)];
  const standing = (id: string): Standing => {
    const [now, was, later] = [ofShown.get(id), ofPublished.get(id), ofKnown.get(id)];
    const state: Proof = publication === undefined || !isPublished ? 'computed' : differs(was, later) ? 'late' : 'certified';
    return { now, published: was, state };
  };
  return { at, isPublished, publication, paper, shown, published, known, file, standing, later: (id: string) => ofKnown.get(id) };
}
