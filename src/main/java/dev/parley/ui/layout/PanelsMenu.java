package dev.parley.ui.layout;

import dev.parley.ui.shared.PanelFrame;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What is seen: which panels are shown, and how, which is everything a panel's header does; and what else the window offers. */
public final class PanelsMenu extends MenuButton {
    private final Arrangement arrangement;
    private final Supplier<List<MenuItem>> more;

    /**
     * A menu.
     *
     * @param more items that stand under those of the panels; asked for each time the menu opens
     */
    public PanelsMenu(Arrangement arrangement, Supplier<List<MenuItem>> more) {
        super("View", new FontIcon(Feather.LAYOUT));
        this.arrangement = arrangement;
        this.more = more;
        setId("panels");
        getStyleClass().addAll("flat", "strip-menu");
        setMinWidth(USE_PREF_SIZE);
        setTooltip(new Tooltip(
                "Panels: show, hide, fold, own window (Ctrl+1 to Ctrl+6, Ctrl+0 puts all back); theme, help"));
        setAccessibleText("View: panels, theme, all commands, help");
        // A menu button without items does not open.
        getItems().add(new SeparatorMenuItem());
        setOnShowing(event -> fill());
    }

    private void fill() {
        List<PanelFrame> frames = List.copyOf(arrangement.frames().values());
        getItems().clear();
        for (int i = 0; i < frames.size(); i++) {
            PanelFrame frame = frames.get(i);
            CheckMenuItem shown = check("Shown (Ctrl+" + (i + 1) + ")", !arrangement.isHidden(frame));
            shown.setOnAction(event -> arrangement.show(frame, shown.isSelected()));
            CheckMenuItem folded = check("Folded to its header", frame.isFolded());
            folded.setOnAction(event -> arrangement.fold(frame));
            CheckMenuItem large = check(
                    "Maximised (double click)",
                    arrangement.maximised().filter(frame::equals).isPresent());
            large.setOnAction(event -> arrangement.maximise(frame));
            CheckMenuItem own = check("In a window of its own", arrangement.isDetached(frame));
            own.setOnAction(event -> arrangement.detach(frame));
            Menu menu = new Menu(frame.title());
            menu.getItems().addAll(shown, folded, large, own);
            getItems().add(menu);
        }
        MenuItem reset = new MenuItem("Put everything back (Ctrl+0)");
        reset.setOnAction(event -> arrangement.reset());
        getItems().addAll(new SeparatorMenuItem(), reset, new SeparatorMenuItem());
        getItems().addAll(more.get());
    }

    private static CheckMenuItem check(String text, boolean on) {
        CheckMenuItem item = new CheckMenuItem(text);
        item.setSelected(on);
        return item;
    }
}
