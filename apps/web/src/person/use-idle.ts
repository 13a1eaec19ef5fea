import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

const signs = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'scroll'] as const;

/** Calls after so long without a sign of anybody at the page, and when the page is left in whatever way: at once, not when the next one is there. */
export function useIdle(after: number, then: () => void, isWatching: boolean): void {
  const router = useRouter();
  useEffect(() => {
    if (!isWatching) return undefined;
    let timer = setTimeout(then, after);
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(then, after);
    };
    for (const sign of signs) addEventListener(sign, again, { passive: true });
    addEventListener('pagehide', then);
    const stop = router.subscribe('onBeforeNavigate', ({ pathChanged }) => pathChanged && then());
    return () => {
      clearTimeout(timer);
      for (const sign of signs) removeEventListener(sign, again);
      removeEventListener('pagehide', then);
      stop();
    };
  }, [after, then, isWatching, router]);
}
