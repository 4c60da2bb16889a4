// Emoji by Slack's names: the table, skin tones, search, and the node that shows one. picker.js offers them.
import { h } from "./dom.js";

// What a nudge understands as an answer comes first, as the picker's first row.
export const ANSWERS = [
  ["white_check_mark", "Done"],
  ["zzz", "Snooze for a week"],
  ["black_right_pointing_double_triangle_with_vertical_bar", "Skip this time"],
  ["no_bell", "Stop nudging about this person"],
  ["+1", "Done"],
  ["heavy_check_mark", "Done"],
  ["alarm_clock", "Snooze for a week"],
  ["hourglass_flowing_sand", "Snooze for a week"],
  ["-1", "Skip this time"],
  ["mute", "Stop nudging about this person"],
];

const GROUPS = {
  Faces: `grinning 😀 smiley 😃 smile 😄 grin 😁 laughing 😆 sweat_smile 😅 rolling_on_the_floor_laughing 🤣 joy 😂
    slightly_smiling_face 🙂 upside_down_face 🙃 wink 😉 blush 😊 innocent 😇 smiling_face_with_3_hearts 🥰 heart_eyes 😍
    star-struck 🤩 kissing_heart 😘 relaxed ☺️ yum 😋 stuck_out_tongue 😛 zany_face 🤪 hugging_face 🤗
    face_with_hand_over_mouth 🤭 shushing_face 🤫 thinking_face 🤔 zipper_mouth_face 🤐 face_with_raised_eyebrow 🤨
    neutral_face 😐 expressionless 😑 no_mouth 😶 smirk 😏 unamused 😒 face_with_rolling_eyes 🙄 grimacing 😬 relieved 😌
    pensive 😔 sleepy 😪 sleeping 😴 mask 😷 face_with_thermometer 🤒 dizzy_face 😵 exploding_head 🤯
    face_with_cowboy_hat 🤠 partying_face 🥳 sunglasses 😎 nerd_face 🤓 confused 😕 worried 😟 slightly_frowning_face 🙁
    open_mouth 😮 hushed 😯 astonished 😲 flushed 😳 pleading_face 🥺 cry 😢 sob 😭 scream 😱 disappointed 😞 sweat 😓
    weary 😩 tired_face 😫 yawning_face 🥱 triumph 😤 rage 😡 angry 😠 skull 💀 hankey 💩 clown_face 🤡 ghost 👻
    alien 👽 robot_face 🤖 saluting_face 🫡 melting_face 🫠 see_no_evil 🙈 hear_no_evil 🙉 speak_no_evil 🙊`,
  People: `wave 👋 raised_hand ✋ hand 🖐️ vulcan_salute 🖖 ok_hand 👌 pinched_fingers 🤌 v ✌️ crossed_fingers 🤞
    call_me_hand 🤙 point_left 👈 point_right 👉 point_up_2 👆 point_down 👇 point_up ☝️ +1 👍 -1 👎 fist ✊ facepunch 👊
    clap 👏 raised_hands 🙌 open_hands 👐 palms_up_together 🤲 handshake 🤝 pray 🙏 writing_hand ✍️ muscle 💪 eyes 👀
    brain 🧠 baby 👶 child 🧒 man 👨 woman 👩 adult 🧑 older_adult 🧓 man-raising-hand 🙋‍♂️ woman-raising-hand 🙋‍♀️
    face_palm 🤦 shrug 🤷 bow 🙇 technologist 🧑‍💻 teacher 🧑‍🏫 scientist 🧑‍🔬 student 🧑‍🎓 dancer 💃 runner 🏃 walking 🚶
    busts_in_silhouette 👥 bust_in_silhouette 👤 people_hugging 🫂 family 👪 speaking_head_in_silhouette 🗣️`,
  Nature: `dog 🐶 cat 🐱 fox_face 🦊 bear 🐻 panda_face 🐼 unicorn_face 🦄 bee 🐝 turtle 🐢 octopus 🐙 whale 🐳 bird 🐦 owl 🦉
    seedling 🌱 evergreen_tree 🌲 palm_tree 🌴 cactus 🌵 herb 🌿 four_leaf_clover 🍀 maple_leaf 🍁 bouquet 💐 rose 🌹
    sunflower 🌻 blossom 🌼 cherry_blossom 🌸 sunny ☀️ sun_with_face 🌞 partly_sunny ⛅ cloud ☁️ rain_cloud 🌧️ zap ⚡
    snowflake ❄️ snowman ⛄ fire 🔥 droplet 💧 ocean 🌊 rainbow 🌈 star ⭐ star2 🌟 sparkles ✨ dizzy 💫 crescent_moon 🌙
    earth_africa 🌍 earth_americas 🌎 earth_asia 🌏`,
  "Food and things": `coffee ☕ tea 🍵 beer 🍺 beers 🍻 wine_glass 🍷 champagne 🍾 clinking_glasses 🥂 cup_with_straw 🥤 pizza 🍕
    hamburger 🍔 sushi 🍣 salad 🥗 cake 🍰 birthday 🎂 cookie 🍪 doughnut 🍩 apple 🍎 banana 🍌 avocado 🥑 knife_fork_plate 🍽️
    house 🏠 office 🏢 school 🏫 airplane ✈️ train 🚆 car 🚗 bike 🚲 rocket 🚀 world_map 🗺️ gift 🎁 tada 🎉 confetti_ball 🎊
    balloon 🎈 trophy 🏆 sports_medal 🏅 first_place_medal 🥇 crown 👑 gem 💎 soccer ⚽ basketball 🏀 tennis 🎾 video_game 🎮
    dart 🎯 game_die 🎲 art 🎨 musical_note 🎵 headphones 🎧 microphone 🎤 studio_microphone 🎙️ movie_camera 🎥 camera 📷 mountain ⛰️ ticket 🎫 ring 💍`,
  "Work and signs": `white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ zzz 💤 alarm_clock ⏰ hourglass ⌛
    hourglass_flowing_sand ⏳ stopwatch ⏱️ watch ⌚ timer_clock ⏲️
    black_right_pointing_double_triangle_with_vertical_bar ⏭️ black_square_for_stop ⏹️ double_vertical_bar ⏸️ arrow_forward ▶️
    fast_forward ⏩ rewind ⏪ no_bell 🔕 bell 🔔 mute 🔇 speaker 🔈 loud_sound 🔊 mega 📣 loudspeaker 📢 speech_balloon 💬
    thought_balloon 💭 calendar 📆 date 📅 spiral_calendar_pad 🗓️ card_index 📇 bust_card 🪪 chart_with_upwards_trend 📈
    chart_with_downwards_trend 📉 bar_chart 📊 clipboard 📋 memo 📝 pencil 📝 pencil2 ✏️ lower_left_ballpoint_pen 🖊️ pushpin 📌
    round_pushpin 📍 paperclip 📎 link 🔗 file_folder 📁 open_file_folder 📂 card_file_box 🗃️ wastebasket 🗑️ lock 🔒 unlock 🔓 key 🔑
    mag 🔍 bulb 💡 wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ gear ⚙️ computer 💻 iphone 📱 telephone_receiver 📞 phone ☎️ email ✉️
    envelope ✉️ incoming_envelope 📨 inbox_tray 📥 outbox_tray 📤 package 📦 mailbox 📫 newspaper 📰 books 📚 book 📖 notebook 📓 ledger 📒 bookmark 🔖
    briefcase 💼 mortar_board 🎓 moneybag 💰 scales ⚖️ compass 🧭 globe_with_meridians 🌐 satellite_antenna 📡 floppy_disk 💾 seat 💺 hugs 🤗
    warning ⚠️ no_entry ⛔ no_entry_sign 🚫 question ❓ grey_question ❔ exclamation ❗ bangbang ‼️ information_source ℹ️ sos 🆘
    recycle ♻️ repeat 🔁 arrows_counterclockwise 🔄 leftwards_arrow_with_hook ↩️ arrow_right_hook ↪️ arrow_right ➡️ arrow_left ⬅️
    arrow_up ⬆️ arrow_down ⬇️ arrow_upper_right ↗️ heavy_plus_sign ➕ heavy_minus_sign ➖ 100 💯 checkered_flag 🏁
    triangular_flag_on_post 🚩 white_flag 🏳️ red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢
    large_blue_circle 🔵 large_purple_circle 🟣 white_circle ⚪ black_circle ⚫ small_blue_diamond 🔹 small_orange_diamond 🔸 new 🆕 soon 🔜 one 1️⃣ two 2️⃣
    three 3️⃣ four 4️⃣ five 5️⃣`,
  Hearts: `heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 black_heart 🖤 white_heart 🤍
    broken_heart 💔 two_hearts 💕 sparkling_heart 💖 heavy_heart_exclamation_mark_ornament ❣️ mending_heart ❤️‍🩹 dove_of_peace 🕊️ candle 🕯️`,
};

const ALIASES = {
  thumbsup: "+1",
  thumbsdown: "-1",
  next_track: "black_right_pointing_double_triangle_with_vertical_bar",
  thinking: "thinking_face",
  hugs: "hugging_face",
  poop: "hankey",
  robot: "robot_face",
  telephone: "phone",
  punch: "facepunch",
  rofl: "rolling_on_the_floor_laughing",
  facepalm: "face_palm",
  celebrate: "tada",
  simple_smile: "slightly_smiling_face",
  busts: "busts_in_silhouette",
  pause_button: "double_vertical_bar",
  track_next: "black_right_pointing_double_triangle_with_vertical_bar",
  hourglass_not_done: "hourglass_flowing_sand",
  calendar_spiral: "spiral_calendar_pad",
};

const TONABLE = new Set(
  `wave raised_hand hand vulcan_salute ok_hand pinched_fingers v crossed_fingers call_me_hand point_left point_right point_up_2
   point_down point_up +1 -1 fist facepunch clap raised_hands open_hands palms_up_together handshake pray writing_hand muscle
   baby child man woman adult older_adult bow face_palm shrug dancer runner walking`.split(/\s+/),
);

const TABLE = new Map();
export const groups = Object.entries(GROUPS).map(([title, text]) => {
  const words = text.trim().split(/\s+/);
  const names = words.filter((_, at) => at % 2 === 0);
  names.forEach((name, at) => TABLE.set(name, words[at * 2 + 1]));
  return { title, names };
});

export const TONES = ["", "🏻", "🏼", "🏽", "🏾", "🏿"];
export const canHaveTone = (name) => TONABLE.has(name);
export const withTone = (name, tone) => (tone && canHaveTone(name) ? `${name}::skin-tone-${tone + 1}` : name);

/** "+1::skin-tone-3" → 👍🏼; null for a name that the table does not know. */
export function glyph(fullName) {
  const [name, tone] = fullName.split("::");
  const base = TABLE.get(name) ?? TABLE.get(ALIASES[name]);
  if (!base) return null;
  const shade = /^skin-tone-([2-6])$/.exec(tone ?? "");
  return shade ? base.replace("\uFE0F", "") + TONES[Number(shade[1]) - 1] : base;
}

/** The node of an emoji; a name nobody knows is shown as it is written. */
export function emojiNode(name) {
  const sign = glyph(name);
  if (!sign) return document.createTextNode(`:${name}:`);
  return h("span.emoji", { role: "img", "aria-label": `${name.replaceAll("_", " ")} emoji`, title: `:${name}:` }, sign);
}

/** Names that hold every word of `text`, those that begin with it first. */
export function findEmoji(text, limit = 60) {
  const words = text
    .toLowerCase()
    .replaceAll(":", "")
    .split(/[\s_]+/)
    .filter(Boolean);
  const aliased = Object.entries(ALIASES)
    .filter(([alias]) => words.every((word) => alias.includes(word)))
    .map(([, name]) => name);
  const named = [...TABLE.keys()].filter((name) => words.every((word) => name.includes(word)));
  const rank = (name) => (name.startsWith(words[0] ?? "") ? 0 : 1);
  return [...new Set([...named, ...aliased])]
    .filter((name) => TABLE.has(name))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, limit);
}
