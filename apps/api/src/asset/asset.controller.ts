import { assetRoutes } from '@casetrail/contracts';
import { recordSlice } from '../record/record-slice.ts';

export const assetSlice = recordSlice(assetRoutes);
