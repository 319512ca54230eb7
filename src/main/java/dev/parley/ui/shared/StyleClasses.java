package dev.parley.ui.shared;

import java.util.List;
import javafx.scene.Node;

/** Style classes of a node that change while it is shown. */
public final class StyleClasses {
    private StyleClasses() {}

    /** Puts {@code next} in the place of {@code present}, if that is there: in one change, for a node is styled anew with each. */
    public static void replace(Node node, String present, String next) {
        List<String> classes = node.getStyleClass();
        int at = classes.indexOf(present);
        if (at < 0) {
            classes.add(next);
        } else {
            classes.set(at, next);
        }
    }
}
