package dev.parley.ui.layout;

import java.util.List;

/** How the room along a split is shared out among its parts. */
final class Shares {
    /**
     * A part of a split.
     *
     * @param size what it had, or should have, in any unit that its neighbours use, too
     * @param fixed true where that is pixels, to be kept; else what the fixed ones leave is shared out in these proportions
     */
    record Part(double size, boolean fixed) {}

    private Shares() {}

    /**
     * Where the dividers stand, from 0 to 1: one fewer than there are parts.
     *
     * @param room in pixels, more than 0
     */
    static double[] dividers(List<Part> parts, double room) {
        double fixed =
                parts.stream().filter(Part::fixed).mapToDouble(Part::size).sum();
        double shared = parts.stream()
                .filter(part -> !part.fixed())
                .mapToDouble(Part::size)
                .sum();
        double left = Math.max(0, room - fixed);
        double[] dividers = new double[Math.max(0, parts.size() - 1)];
        double at = 0;
        for (int i = 0; i < dividers.length; i++) {
            Part part = parts.get(i);
            at += part.fixed() ? part.size() : shared == 0 ? 0 : left * part.size() / shared;
            dividers[i] = Math.clamp(at / room, 0, 1);
        }
        return dividers;
    }
}
