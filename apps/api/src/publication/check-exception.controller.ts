import { checkExceptionRoutes } from '@casetrail/contracts';
import { recordSlice } from '../record/record-slice.ts';

export const checkExceptionSlice = recordSlice(checkExceptionRoutes);
