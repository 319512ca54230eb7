package dev.parley.cli;

/**
 * Where a connection goes, as it is written on the command line.
 *
 * @param port 1 to 65535; 0 with an empty host where it goes nowhere
 */
record HostAndPort(String host, int port) {
    /**
     * Reads {@code HOST:PORT}; the last colon is the one between them.
     *
     * @throws BadInputException if {@code text} is something else
     */
    static HostAndPort ofEndpoint(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new BadInputException("--endpoint '" + text + "' is not HOST:PORT");
        }
        return new HostAndPort(text.substring(0, colon), port(text.substring(colon + 1)));
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new BadInputException("'" + text + "' is no port number", e);
        }
        throw new BadInputException("port " + text + " is not between 1 and 65535");
    }
}
