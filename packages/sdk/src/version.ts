/** Sent to the server as `clientVersion`; a test keeps it equal to the package's version. */
export const VERSION = '0.0.0';
