package dev.parley.link;

/** Opens links of one or more schemes. The program composes them: ports and TCP from here, the simulator from its package. */
@FunctionalInterface
public interface LinkOpener {
    /**
     * Opens the link at {@code address}.
     *
     * @throws LinkException if it cannot be opened: no such port, busy, no permission, refused
     */
    Link open(LinkAddress address) throws LinkException;
}
