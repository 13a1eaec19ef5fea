import { mechanismRoutes, problemRoutes, recommendationRoutes, rectificationPlanRoutes } from '@casetrail/contracts';
import { recordSlice } from '../record/record-slice.ts';

export const recommendationSlice = recordSlice(recommendationRoutes);
export const rectificationPlanSlice = recordSlice(rectificationPlanRoutes);
export const mechanismSlice = recordSlice(mechanismRoutes);
export const problemSlice = recordSlice(problemRoutes);
