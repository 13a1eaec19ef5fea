import { hearingRoutes } from '@casetrail/contracts';
import { recordSlice } from '../record/record-slice.ts';

export const hearingSlice = recordSlice(hearingRoutes);
