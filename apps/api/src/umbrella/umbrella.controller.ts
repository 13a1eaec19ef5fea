import { umbrellaInvestigationRoutes, umbrellaLeadRoutes } from '@casetrail/contracts';
import { recordSlice } from '../record/record-slice.ts';

export const umbrellaLeadSlice = recordSlice(umbrellaLeadRoutes);
export const umbrellaInvestigationSlice = recordSlice(umbrellaInvestigationRoutes);
