import { arrestReviewRoutes } from '@casetrail/contracts';
import { recordSlice } from '../record/record-slice.ts';

export const arrestReviewSlice = recordSlice(arrestReviewRoutes);
