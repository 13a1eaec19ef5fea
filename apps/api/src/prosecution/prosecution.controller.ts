import { prosecutionRoutes } from '@casetrail/contracts';
import { recordSlice } from '../record/record-slice.ts';

export const prosecutionSlice = recordSlice(prosecutionRoutes);
