package dev.parley.ui.layout;

import dev.parley.ui.shared.Theme;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the operator left the window.
 *
 * @param hidden the panels that are not shown, by name
 * @param folded the panels of which only the header is shown, by name
 * @param sizes of panels in pixels, across their split, by name; a panel without one has its usual size
 * @param theme nothing: never chosen
 * @param width of the window in pixels; 0 where it is not known
 * @param height of the window in pixels; 0 where it is not known
 * @param commands titles of the commands that were used by name last, the last one first
 * @param toured true where the tour of the window was taken or declined
 * @param connection what stood in the connection's fields, by name; no secret is among it
 */
public record Layout(
        Set<String> hidden,
        Set<String> folded,
        Map<String, Double> sizes,
        Optional<Theme> theme,
        double width,
        double height,
        List<String> commands,
        boolean toured,
        Map<String, String> connection) {
    public Layout {
        hidden = Set.copyOf(hidden);
        folded = Set.copyOf(folded);
        sizes = Map.copyOf(sizes);
        commands = List.copyOf(commands);
        connection = Map.copyOf(connection);
    }
}
