import type { Answer } from '@casetrail/contracts';

/** What the pages read of where an asset stands. Money is whole fen in a string. */
export type AssetState = {
  readonly kind?: string;
  readonly measure: string;
  readonly claim: string;
  readonly heldBy: string;
  readonly case?: string;
  readonly measureNumber?: string;
  readonly valuations: readonly { readonly fen: string }[];
  readonly proceedsInFen?: string;
};
export const stateOf = ({ state }: Answer<'Record'>): AssetState => state as AssetState;

/** What the asset stands for in money: the proceeds of its sale, and before that its latest valuation. */
export const worthOf = ({ proceedsInFen, valuations }: AssetState): string | undefined => proceedsInFen ?? valuations.at(-1)?.fen;
