/** Where `npm start` listens if PORT names no other. */
export const LOCAL_PORT = 4000;

/** The note that a running local stack keeps: its `url` and `pid`. */
export const LOCAL_STACK_NOTE = "local-stack";
