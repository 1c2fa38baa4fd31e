/**
 * Answers may come in another order than they were asked for. Call the returned function when you ask; what it
 * returns tells, once the answer is there, whether it may be shown: not after an answer that was asked for later.
 */
export function newestOnly(): () => () => boolean {
  let asked = 0;
  let shown = 0;
  return () => {
    asked += 1;
    const mine = asked;
    return () => {
      if (mine < shown) return false;
      shown = mine;
      return true;
    };
  };
}
