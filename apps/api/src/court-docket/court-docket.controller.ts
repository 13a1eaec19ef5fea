import { courtDocketRoutes } from '@casetrail/contracts';
import { recordSlice } from '../record/record-slice.ts';

export const courtDocketSlice = recordSlice(courtDocketRoutes);
