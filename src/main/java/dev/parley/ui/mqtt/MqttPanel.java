package dev.parley.ui.mqtt;

import dev.parley.journal.Bytes;
import dev.parley.mqtt.CloudProfile;
import dev.parley.mqtt.MqttDissector;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.session.SessionController;
import dev.parley.ui.shared.Carriage;
import dev.parley.ui.shared.DividerKeys;
import dev.parley.ui.shared.EmptyState;
import dev.parley.ui.shared.Focus;
import dev.parley.ui.shared.MarkLabel;
import dev.parley.ui.shared.Notices;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Selection;
import dev.parley.ui.shared.Selector;
import dev.parley.ui.shared.Shown;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableRow;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** MQTT: subscribe, publish, and the application messages both ways as the wire shows them. */
public final class MqttPanel extends BorderPane implements Panel {
    private static final PseudoClass LINKED = PseudoClass.getPseudoClass("linked");

    private static final PseudoClass BROKEN = PseudoClass.getPseudoClass("broken");
    private static final double SIDE_BY_SIDE = 560;
    private static final double PAYLOAD_BELOW = 300;

    private final SessionController controller;
    private final Selector selector;
    private final Notices notices;
    private final MarkLabel status = new MarkLabel();
    private final TextField filter = new TextField("parley/#");
    private final ChoiceBox<String> filterQos = qos("QoS to ask for");
    private final Button subscribe = new Button("Subscribe");
    private final TextField topic = new TextField("parley/hello");
    private final TextField payload = new TextField("hello from Parley");
    private final ChoiceBox<String> publishQos = qos("QoS to publish with");
    private final CheckBox retain = new CheckBox("retain");
    private final Button publish = new Button("Publish");
    private final TextField every = new TextField();
    private final PauseTransition repeat = new PauseTransition();
    private final PublishTools tools;
    private long published;
    private final VBox form;
    private final EmptyState empty = new EmptyState(Feather.MESSAGE_SQUARE, "", "");
    private @Nullable Shown shown;
    private int drawnMessages = -1;
    private boolean drawing;
    private final ObservableList<MqttRow> rows = FXCollections.observableArrayList();
    private final FilteredList<MqttRow> filtered = new FilteredList<>(rows);
    private final TextField search = new TextField();
    private final CheckBox allPackets = new CheckBox("all packets");
    private final ToggleButton topicsShown = new ToggleButton("Topics");
    private final TopicsPane topics = new TopicsPane(node -> choose(node.topic()));
    private final MessageDetail detail = new MessageDetail();
    private final SplitPane list = new SplitPane();
    private final SplitPane parts = new SplitPane();
    private final InFlight inFlight = new InFlight();
    private final MessageTable table = new MessageTable(filtered, inFlight, empty);
    private final RandomGenerator random = RandomGenerator.getDefault();

    public MqttPanel(SessionController controller, Selector selector, Notices notices) {
        this.controller = controller;
        this.selector = selector;
        this.notices = notices;
        filter.setId("mqtt-filter");
        filter.setAccessibleText("Topic filter to subscribe to");
        filter.setPromptText("topic filter");
        filter.setOnAction(event -> subscribe());
        subscribe.setId("mqtt-subscribe");
        subscribe.setOnAction(event -> subscribe());
        topic.setId("mqtt-topic");
        topic.setAccessibleText("Topic to publish to");
        topic.setPromptText("topic");
        payload.setId("mqtt-payload");
        payload.setAccessibleText("Payload to publish");
        payload.setPromptText("payload");
        payload.setOnAction(event -> publishOrStop());
        payload.setTooltip(new Tooltip("Filled in each time, here and in the topic: " + Template.HELP));
        publish.setId("mqtt-publish");
        publish.setOnAction(event -> publishOrStop());
        every.setId("mqtt-repeat");
        every.setPromptText("every s");
        every.setAccessibleText("Publish again every so many seconds; empty for once");
        every.setTooltip(new Tooltip("Seconds between repetitions; empty to publish once"));
        every.setPrefColumnCount(4);
        every.setMinWidth(58);
        every.setMaxWidth(64);
        repeat.setOnFinished(event -> publishAgain());
        tools = new PublishTools(new MenuActions(), notices, this::readyMade);
        retain.setTooltip(new Tooltip("The broker keeps the message for later subscribers"));
        retain.setMinWidth(Region.USE_PREF_SIZE);
        for (TextField field : List.of(filter, topic, payload)) {
            field.getStyleClass().add("bytes");
            field.setMinWidth(40);
            field.setPrefColumnCount(8);
            HBox.setHgrow(field, Priority.ALWAYS);
        }
        for (Button button : List.of(subscribe, publish)) {
            button.setMinWidth(84);
            button.setPrefWidth(84);
        }
        form = new VBox(
                4, row(filter, filterQos, subscribe), row(topic, publishQos, retain), row(payload, every, publish));
        form.getStyleClass().add("mqtt-form");
        setUpTable();
        setUpLooking();
        setTop(form);
        setCenter(new BorderPane(parts, looking(), null, null, null));
        setMinSize(0, 0);
        selector.selection().property().subscribe(this::relink);
        offer(false);
    }

    /** How MQTT stands, for the panel's header. */
    public Node[] tools() {
        return new Node[] {status};
    }

    private static HBox row(Node... nodes) {
        HBox row = new HBox(5, nodes);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static ChoiceBox<String> qos(String what) {
        ChoiceBox<String> choice = new ChoiceBox<>();
        choice.getItems().addAll("QoS 0", "QoS 1", "QoS 2");
        choice.getSelectionModel().selectFirst();
        choice.setAccessibleText(what);
        choice.setMinWidth(Region.USE_PREF_SIZE);
        return choice;
    }

    private void setUpTable() {
        table.setRowFactory(view -> new MessageRow());
        table.getSelectionModel().selectedItemProperty().subscribe(row -> {
            Shown now = shown;
            showDetail(row);
            if (row != null && now != null && !drawing) {
                selector.select(now.view(), row.socket(), row.packet());
            }
        });
    }

    private HBox looking() {
        HBox row = row(topicsShown, search, allPackets, tools.button());
        row.getStyleClass().add("mqtt-form");
        return row;
    }

    /** Filter, topic tree and the selected message's payload. */
    private void setUpLooking() {
        search.setId("mqtt-search");
        search.setPromptText("filter: topic or payload");
        search.setAccessibleText("Show only messages whose topic or payload has this text");
        search.setMinWidth(40);
        HBox.setHgrow(search, Priority.ALWAYS);
        search.textProperty().subscribe(this::refilter);
        allPackets.setId("mqtt-all-packets");
        allPackets.setMinWidth(Region.USE_PREF_SIZE);
        allPackets.setTooltip(new Tooltip("Every control packet, not only messages"));
        allPackets.selectedProperty().subscribe(this::redraw);
        topicsShown.setId("mqtt-topics-shown");
        topicsShown.setMinWidth(Region.USE_PREF_SIZE);
        topicsShown.setTooltip(
                new Tooltip("The topic tree: a click shows one branch and fills in the topic to publish to"));
        topicsShown.selectedProperty().subscribe(this::arrange);
        list.getItems().setAll(table);
        DividerKeys.on(list);
        DividerKeys.on(parts);
        parts.setOrientation(Orientation.VERTICAL);
        parts.getItems().setAll(list);
        parts.setMinSize(0, 0);
        list.setMinSize(0, 0);
        topics.setMinSize(0, 0);
        list.widthProperty().subscribe(this::arrange);
        parts.heightProperty().subscribe(this::showPayload);
    }

    /** Where there is room, the tree stands beside the messages, else in their place. */
    private void arrange() {
        List<Node> wanted = !topicsShown.isSelected()
                ? List.of(table)
                : list.getWidth() >= SIDE_BY_SIDE ? List.of(topics, table) : List.of(topics);
        if (!list.getItems().equals(wanted)) {
            list.getItems().setAll(wanted);
            list.setDividerPositions(0.35);
        }
    }

    /** The payload is shown below where there is room: the inspector has its bytes in any case. */
    private void showPayload() {
        boolean wanted = detail.isManaged() && parts.getHeight() >= PAYLOAD_BELOW;
        if (wanted != parts.getItems().contains(detail)) {
            if (wanted) {
                parts.getItems().add(detail);
                parts.setDividerPositions(0.55);
            } else {
                parts.getItems().remove(detail);
            }
        }
    }

    private void choose(String chosen) {
        search.setText(chosen);
        topic.setText(chosen);
    }

    private void refilter() {
        String wanted = search.getText().strip();
        filtered.setPredicate(row -> wanted.isEmpty() || row.matches(wanted));
    }

    private void redraw() {
        Shown now = shown;
        if (now != null) {
            drawnMessages = -1;
            rows.clear();
            topics.clear();
            show(now);
        }
    }

    private void showDetail(@Nullable MqttRow row) {
        Shown now = shown;
        if (now != null) {
            detail.show(row, rows, now, inFlight);
        }
        showPayload();
    }

    private void subscribe() {
        String wanted = filter.getText().strip();
        int qos = filterQos.getSelectionModel().getSelectedIndex();
        notices.watch(controller.subscribe(wanted, qos));
    }

    /** Publishes; where seconds are given, again and again until pressed once more. */
    private void publishOrStop() {
        if (repeat.getStatus() == Animation.Status.RUNNING) {
            stopRepeating();
            return;
        }
        String seconds = every.getText().strip();
        if (!seconds.isEmpty()) {
            double wanted = seconds(seconds);
            if (wanted < 0) {
                notices.failed("Repeat: seconds from 0.1 to 86400, not '" + seconds + "'.");
                return;
            }
            repeat.setDuration(Duration.seconds(wanted));
            publish.setText("Stop");
        }
        publishAgain();
    }

    private static double seconds(String text) {
        try {
            double value = Double.parseDouble(text);
            return value >= 0.1 && value <= 86_400 ? value : -1;
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    private void stopRepeating() {
        repeat.stop();
        publish.setText("Publish");
    }

    private void publishAgain() {
        String text = payload.getText();
        String filled = Template.fill(text, published + 1, Instant.now(), clientId(), random);
        publish(Bytes.utf8(filled));
        tools.published(new MessageFile.Message(
                topic.getText().strip(),
                Bytes.utf8(text),
                publishQos.getSelectionModel().getSelectedIndex(),
                retain.isSelected()));
        if (publish.getText().equals("Stop")) {
            repeat.playFromStart();
        }
    }

    private void publish(Bytes bytes) {
        published++;
        String wanted = Template.fill(topic.getText().strip(), published, Instant.now(), clientId(), random);
        int qos = publishQos.getSelectionModel().getSelectedIndex();
        cloud().objection(wanted, bytes.length(), qos, retain.isSelected()).ifPresent(notices::failed);
        notices.watch(controller.publish(wanted, bytes, qos, retain.isSelected()));
    }

    /** Whose broker it is, by the host that was connected to last. */
    private CloudProfile cloud() {
        Shown now = shown;
        return now == null || now.view().sockets().isEmpty()
                ? CloudProfile.PLAIN
                : CloudProfile.of(now.view().sockets().getLast().host());
    }

    /** As the last CONNECT on the wire has it; empty where there was none. */
    private String clientId() {
        return rowsOf(MqttPacketType.CONNECT)
                .reduce((a, b) -> b)
                .flatMap(packet -> MqttDissector.dissect(packet).children().stream()
                        .flatMap(field -> Stream.concat(Stream.of(field), field.children().stream()))
                        .filter(field -> field.name().equals("client_id"))
                        .findFirst())
                .map(field -> field.value().replace("\"", ""))
                .orElse("");
    }

    private Stream<MqttPacket> rowsOf(MqttPacketType type) {
        Shown now = shown;
        return now == null
                ? Stream.empty()
                : now.view().packets().values().stream().flatMap(List::stream).filter(packet -> packet.type() == type);
    }

    private List<CloudProfile.Ready> readyMade() {
        return cloud().subscriptions(clientId());
    }

    private final class MenuActions implements PublishTools.Actions {
        @Override
        public void subscribe(String wanted, int qos) {
            notices.watch(controller.subscribe(wanted, qos));
        }

        @Override
        public void publish(Bytes bytes) {
            MqttPanel.this.publish(bytes);
        }

        @Override
        public void fillIn(MessageFile.Message message) {
            topic.setText(message.topic());
            payload.setText(message.payload().utf8());
            publishQos.getSelectionModel().select(message.qos());
            retain.setSelected(message.retain());
        }

        @Override
        public List<MqttRow> messages() {
            return rows.stream().filter(row -> Carriage.isMessage(row.packet())).toList();
        }

        @Override
        public List<MessageFile.Wanted> subscriptions() {
            return rowsOf(MqttPacketType.SUBSCRIBE)
                    .flatMap(packet -> packet.filters().stream())
                    .map(filter ->
                            new MessageFile.Wanted(filter.filter(), filter.qos().orElse(0)))
                    .distinct()
                    .toList();
        }
    }

    @Override
    public void show(Shown newShown) {
        shown = newShown;
        table.see(newShown);
        MqttStatus standing = MqttStatus.of(newShown);
        status.show(standing.mark(), standing.words() + inFlight.words());
        offer(standing.ready());
        List<MqttRow> now = MqttRow.of(newShown.view().packets(), allPackets.isSelected());
        if (newShown.fresh() || now.size() != drawnMessages) {
            drawing = true;
            if (newShown.fresh() || now.size() < rows.size()) {
                rows.clear();
                topics.clear();
                inFlight.clear();
                table.forget();
            }
            int same = MqttRow.sameFrom(rows, now);
            Set<MqttRow> known = new HashSet<>(rows.subList(same, rows.size()));
            List<MqttRow> more = List.copyOf(now.subList(same, now.size()));
            rows.remove(same, rows.size());
            rows.addAll(more);
            topics.add(more.stream()
                    .filter(row -> Carriage.isMessage(row.packet()) && !known.contains(row))
                    .toList());
            inFlight.accept(newShown.view().packets());
            drawing = false;
            drawnMessages = now.size();
            table.follow();
        }
    }

    private void offer(boolean ready) {
        form.setDisable(!ready);
        if (!ready) {
            stopRepeating();
        }
        if (ready) {
            empty.say(
                    "No messages yet",
                    "Subscribe to a topic filter, then publish to a topic it matches: the message goes out and comes"
                            + " back.");
        } else {
            empty.say(
                    "No MQTT messages",
                    "Press Connect: once the broker has answered CONNACK, topics can be subscribed to and published to"
                            + " here.");
        }
    }

    private void relink(Selection.Selected selected) {
        if (!(selected.focus().orElse(null) instanceof Focus.OnPacket)) {
            table.getSelectionModel().clearSelection();
        }
        table.refresh();
    }

    private boolean isLinked(MqttRow row) {
        Shown now = shown;
        Selection.Selected selected = selector.selection().get();
        return now != null
                && !selected.isNothing()
                && (selected.isOn(new Focus.OnPacket(row.socket(), row.packet().index()))
                        || selected.touches(now.view().places(row.socket(), row.packet())));
    }

    private final class MessageRow extends TableRow<MqttRow> {
        @Override
        protected void updateItem(@Nullable MqttRow row, boolean isEmpty) {
            super.updateItem(row, isEmpty);
            pseudoClassStateChanged(LINKED, !isEmpty && row != null && isLinked(row));
            pseudoClassStateChanged(
                    BROKEN, !isEmpty && row != null && row.packet().problem().isPresent());
        }
    }
}
