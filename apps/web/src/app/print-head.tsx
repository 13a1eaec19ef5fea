import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { ask } from '../api/client.ts';
import { readCheckpoint } from '../ledger/tree.ts';
import { PrintedLines, usePrinting } from '../ui/printing.tsx';
import { useConsole } from './console-settings.tsx';
import { useCoordinates } from './coordinates.ts';
import { useLive } from './ledger-state.tsx';
import { useSettings } from './settings.tsx';
import { useOffice } from './signed-in.tsx';

/** The pages whose numbers depend on where one looks from. */
const atCoordinates = /^\/(paper|figures\/.*)$/;

/** The address under which the same numbers are shown again, also when something newer is published. */
function useLastingAddress(): string {
  const { at } = useCoordinates();
  const { state } = useLive();
  const { pathname, href } = useRouterState({ select: ({ location }) => location });
  if (!atCoordinates.test(pathname)) return location.origin + href;
  const { asOf, district, rules } = at;
  const knownAt = at.knownAt ?? String(state?.countedTo ?? '');
  return `${location.origin}${pathname}?${new URLSearchParams({ asOf, ...(knownAt && { knownAt }), ...(district && { district }), rules }).toString()}`;
}

/** The head of the first sheet: what printed it, when, for whom, from which state of the ledger, and how to verify it. */
export function PrintHead() {
  const { t, say, number, moment } = useSettings();
  const { synthetic } = useConsole();
  const { user, role, orgName } = useOffice();
  const address = useLastingAddress();
  usePrinting(); // the moment is that of the printing
  const checkpoint = useQuery({ queryKey: ['printed checkpoint'], queryFn: async () => readCheckpoint(await (await ask('/v1/ledger/checkpoint')).text()) });
  const words = t.print;
  return (
    <section className="print-head" aria-label={words.head}>
      <p>
        <b lang="zh-CN">案迹</b> <b lang="en">Casetrail</b>
        {synthetic ? <span>{words.synthetic}</span> : null}
      </p>
      <PrintedLines
        lines={[
          [words.printed, `${moment(new Date().toISOString())} · ${t.roles[role]} · ${say(orgName)} · ${user}`],
          ...(checkpoint.data
            ? [
                [
                  words.checkpoint,
                  <>
                    {checkpoint.data.origin} · {words.entries(number(checkpoint.data.size))} · <span className="mono">{checkpoint.data.root}</span>
                  </>,
                ] as const,
              ]
            : []),
          [words.address, <span className="mono">{address}</span>],
          [words.verify, words.how],
        ]}
      />
    </section>
  );
}
