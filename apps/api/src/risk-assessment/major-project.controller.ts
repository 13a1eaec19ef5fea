import { majorProjectRoutes } from '@casetrail/contracts';
import { recordSlice } from '../record/record-slice.ts';

export const majorProjectSlice = recordSlice(majorProjectRoutes);
