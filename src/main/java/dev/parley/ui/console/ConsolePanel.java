package dev.parley.ui.console;

import dev.parley.at.Exchange;
import dev.parley.session.SessionController;
import dev.parley.ui.shared.Carriage;
import dev.parley.ui.shared.EmptyState;
import dev.parley.ui.shared.Focus;
import dev.parley.ui.shared.Notices;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Selection;
import dev.parley.ui.shared.Selector;
import dev.parley.ui.shared.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.controlsfx.control.textfield.CustomTextField;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The AT console. It follows the session until the operator scrolls back. */
public final class ConsolePanel extends BorderPane implements Panel {
    private final SessionController controller;
    private final Selector selector;
    private final Notices notices;
    private final Carriage carriage;
    private final Function<Exchange, String> dictionary;
    private final Consumer<String> summary;
    private final ExchangeList rows = new ExchangeList();
    private final ListView<Exchange> list = new ListView<>(rows);
    private final List<ConsoleCell> cells = new ArrayList<>();
    private final CommandHistory history = new CommandHistory();
    private final CustomTextField filter = new CustomTextField();
    private final TextField command = new TextField();
    private final ToggleButton follow = new ToggleButton("Follow");
    private boolean drawing;

    /**
     * An empty console.
     *
     * @param carriage tells what an exchange carried; followed by the window
     * @param dictionary explains an exchange in a few words, empty where it cannot
     * @param summary takes the line beside the panel's title
     */
    public ConsolePanel(
            SessionController controller,
            Selector selector,
            Notices notices,
            Carriage carriage,
            Function<Exchange, String> dictionary,
            Consumer<String> summary) {
        this.controller = controller;
        this.selector = selector;
        this.notices = notices;
        this.carriage = carriage;
        this.dictionary = dictionary;
        this.summary = summary;
        setUpList();
        setUpFilter();
        setUpFollow();
        setTop(header());
        setCenter(list);
        setBottom(commandLine());
        setMinSize(0, 0);
        selector.selection().property().subscribe(this::relink);
    }

    /** The filter field and the follow button, for the panel's header. */
    public Node[] tools() {
        return new Node[] {filter, follow};
    }

    /** Puts the caret into the command line. */
    public void focusCommand() {
        command.requestFocus();
    }

    /** Puts the caret into the filter field. */
    public void focusFilter() {
        filter.requestFocus();
    }

    private void setUpList() {
        list.setFixedCellSize(21);
        list.setId("console-rows");
        list.getStyleClass().addAll("dense-list", "console-list");
        list.setAccessibleText("AT exchanges");
        list.setPlaceholder(new EmptyState(
                Feather.TERMINAL,
                "No AT traffic yet",
                "Press Connect: the built-in simulated modem needs no hardware. Every command, answer and URC"
                        + " gets a row here."));
        list.setCellFactory(view -> {
            ConsoleCell cell = new ConsoleCell(this::row, this::isLinked);
            cells.add(cell);
            return cell;
        });
        list.getSelectionModel().selectedItemProperty().subscribe(exchange -> {
            if (exchange != null && !drawing) {
                selector.select(exchange);
            }
        });
        list.addEventFilter(ScrollEvent.SCROLL, event -> {
            if (event.getDeltaY() > 0) {
                follow.setSelected(false);
            }
        });
        list.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.PAGE_UP
                    || event.getCode() == KeyCode.HOME
                    || event.getCode() == KeyCode.UP) {
                follow.setSelected(false);
            } else if (event.getCode() == KeyCode.END) {
                follow.setSelected(true);
            }
        });
    }

    private void setUpFilter() {
        filter.setPromptText("Filter (Ctrl+F)");
        filter.setId("console-filter");
        filter.getStyleClass().add("header-field");
        filter.setLeft(new FontIcon(Feather.FILTER));
        filter.setAccessibleText("Filter the console's rows");
        filter.setPrefWidth(150);
        filter.textProperty().addListener((observable, before, text) -> {
            String needle = text.strip().toLowerCase(Locale.ROOT);
            drawing = true;
            rows.filter(exchange -> row(exchange).holds(needle), needle.isEmpty());
            drawing = false;
            summarise();
            toEnd();
        });
    }

    private void setUpFollow() {
        follow.setSelected(true);
        follow.getStyleClass().addAll("flat", "header-button");
        follow.setGraphic(new FontIcon(Feather.CHEVRONS_DOWN));
        follow.setTooltip(new Tooltip("Keep the newest row in sight; scrolling back switches it off"));
        follow.selectedProperty().addListener((observable, before, on) -> toEnd());
    }

    private static Region header() {
        Region row = new ConsoleCell.Columns(
                head("layer", Pos.CENTER_LEFT),
                head("at s", Pos.CENTER_RIGHT),
                head("took", Pos.CENTER_RIGHT),
                head("result", Pos.CENTER_LEFT),
                head("command or URC  ·  payload  ·  meaning  ·  answer", Pos.CENTER_LEFT));
        row.getStyleClass().addAll("column-heads", "console-heads");
        return row;
    }

    private static Label head(String text, Pos position) {
        Label label = new Label(text);
        label.setAlignment(position);
        return label;
    }

    private Node commandLine() {
        Label prompt = new Label("AT›");
        prompt.getStyleClass().addAll("command-prompt", "bytes");
        prompt.setMinWidth(Region.USE_PREF_SIZE);
        command.setId("console-command");
        command.getStyleClass().addAll("bytes", "command-field");
        command.setPromptText("AT+QCSQ  ·  Enter sends, Up and Down bring back what was sent (Ctrl+L)");
        command.setAccessibleText("AT command to send");
        command.setOnAction(event -> send());
        command.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.UP) {
                type(history.older(command.getText()));
                event.consume();
            } else if (event.getCode() == KeyCode.DOWN) {
                type(history.newer(command.getText()));
                event.consume();
            }
        });
        HBox.setHgrow(command, Priority.ALWAYS);
        HBox line = new HBox(6, prompt, command);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("command-line");
        return line;
    }

    private void type(String text) {
        command.setText(text);
        command.end();
    }

    private void send() {
        String line = command.getText().strip();
        if (line.isEmpty()) {
            return;
        }
        history.add(line);
        command.clear();
        follow.setSelected(true);
        notices.watch(controller.command(line));
    }

    @Override
    public void show(Shown shown) {
        command.setDisable(shown.recorded());
        drawing = true;
        rows.follow(shown.view().exchanges(), shown.fresh());
        drawing = false;
        summarise();
        toEnd();
    }

    private void summarise() {
        int total = rows.total();
        summary.accept(
                total == 0
                        ? ""
                        : rows.size() == total
                                ? total + " exchanges"
                                : rows.size() + " of " + total + " exchanges pass the filter");
    }

    private void toEnd() {
        if (follow.isSelected() && !rows.isEmpty()) {
            // Until it is laid out, the list does not know of a row that has just come.
            list.layout();
            list.scrollTo(rows.size() - 1);
        }
    }

    private ConsoleRow row(Exchange exchange) {
        return ConsoleRow.of(exchange, carriage.of(exchange.number()), dictionary);
    }

    private boolean isLinked(Exchange exchange) {
        Selection.Selected selected = selector.selection().get();
        return selected.isOn(new Focus.OnExchange(exchange.number())) || touches(selected, exchange);
    }

    private static boolean touches(Selection.Selected selected, Exchange exchange) {
        for (Exchange.Line line : exchange.lines()) {
            if (selected.places().touches(line.place())) {
                return true;
            }
        }
        return false;
    }

    private void relink(Selection.Selected selected) {
        cells.forEach(ConsoleCell::relink);
        if (selected.isNothing() || selected.focus().orElse(null) instanceof Focus.OnExchange) {
            return;
        }
        list.getSelectionModel().clearSelection();
        for (int i = 0; i < rows.size(); i++) {
            if (isLinked(rows.get(i))) {
                follow.setSelected(false);
                list.scrollTo(Math.max(0, i - 2));
                return;
            }
        }
    }
}
