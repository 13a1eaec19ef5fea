import { indicatorRoutes } from '@casetrail/contracts';
import type { IndicatorCommand } from '@casetrail/domain';
import { recordIdOf } from '@casetrail/ledger';
import { recordSlice } from '../record/record-slice.ts';

/** A key has one series in a district: its id follows from the two, so it is never defined twice. */
export const indicatorSlice = recordSlice(indicatorRoutes, (type, data) => {
  const command = { type, data } as IndicatorCommand; // checked against its schema before it gets here
  return command.type === 'DefineIndicator' ? recordIdOf('indicator', command.data.key, command.data.district) : undefined;
});
