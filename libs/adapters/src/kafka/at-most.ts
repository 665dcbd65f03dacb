/** Waits that long for something to close, and leaves it behind then: whoever has lost a broker must not wait for it. Never throws. */
export async function atMost(ms: number, closing: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([closing.catch(() => undefined), late]);
  clearTimeout(timer);
}
