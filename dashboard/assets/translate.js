// What Streamlit says itself it says in English. Here are its words in the reader's language; our
// own words come translated from the server and are never touched: only whole texts are replaced.

const WORDS = {
  id: {
    // The frame: navigation, sidebar, menu, notices.
    "Skip to main content": "Langsung ke isi halaman",
    "Expand sidebar": "Buka bilah samping",
    "Collapse sidebar": "Tutup bilah samping",
    Sidebar: "Bilah samping",
    "App pages": "Halaman dasbor",
    "Navigate to home page": "Ke halaman pertama",
    Logo: "Logo",
    "Main menu": "Menu utama",
    "View less": "Tampilkan lebih sedikit",
    Notifications: "Pemberitahuan",
    Close: "Tutup",
    Dismiss: "Tutup",
    Cancel: "Batal",
    Done: "Selesai",
    Copy: "Salin",
    Copied: "Tersalin",
    "Copy to clipboard": "Salin ke papan klip",
    "Link to heading": "Tautan ke judul ini",
    "(opens in new tab)": "(terbuka di tab baru)",
    "(required)": "(wajib diisi)",
    "Scroll tabs left": "Geser tab ke kiri",
    "Scroll tabs right": "Geser tab ke kanan",
    Rerun: "Muat ulang isi",
    "Always rerun": "Selalu muat ulang isi",
    "Auto rerun": "Muat ulang isi otomatis",
    "File change.": "Berkas berubah.",
    Settings: "Pengaturan",
    Theme: "Tema",
    System: "Ikuti perangkat",
    "Use system setting": "Ikuti perangkat",
    Light: "Terang",
    Dark: "Gelap",
    Print: "Cetak",
    About: "Tentang",
    "Get help": "Bantuan",
    "Report a bug": "Laporkan kesalahan",
    "Clear cache": "Kosongkan simpanan sementara",
    "Clear caches": "Kosongkan simpanan sementara",
    "Record a screencast": "Rekam layar",
    "Record screen": "Rekam layar",
    "Stop recording": "Berhenti merekam",
    Stop: "Hentikan",
    "Running...": "Sedang memuat …",
    "Stopping...": "Sedang berhenti …",
    Connecting: "Menghubungkan",
    "Please wait...": "Mohon tunggu …",
    "Loading...": "Sedang memuat …",
    // When the server cannot be reached, or a page does not exist.
    "Connection error": "Sambungan terputus",
    "Connection closed": "Sambungan ditutup",
    "Connecting to Streamlit server": "Menghubungi server dasbor",
    "Unable to connect to Streamlit server": "Server dasbor tidak dapat dihubungi",
    "Connection timed out": "Server terlalu lama tidak menjawab",
    "Connection timed out.": "Server terlalu lama tidak menjawab.",
    "Reconnected to server.": "Tersambung lagi ke server.",
    "Connection lost. Please wait for the app to reconnect, then try again.":
      "Sambungan terputus. Tunggu sampai tersambung lagi, lalu coba kembali.",
    "Streamlit server is not responding. Are you connected to the internet?":
      "Server dasbor tidak menjawab. Apakah perangkat ini tersambung ke jaringan?",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
      "Server dasbor tidak menjawab. Muat ulang halaman ini nanti, atau hubungi pengelola. Di server:",
    "Cannot rerun script when disconnected from server.":
      "Isi tidak dapat dimuat ulang selama sambungan terputus.",
    "Network error": "Gangguan jaringan",
    "Request timed out": "Server terlalu lama tidak menjawab",
    "Page not found": "Halaman tidak ditemukan",
    "The page that you have requested does not seem to exist. Running the app's main page.":
      "Halaman yang diminta tidak ada. Yang tampil adalah halaman pertama.",
    "Bad message format": "Pesan dari server tidak dapat dibaca",
    "Script execution error": "Isi halaman tidak dapat disusun",
    Error: "Kesalahan",
    Warning: "Peringatan",
    "Unknown error": "Kesalahan tidak dikenal",
    Retry: "Coba lagi",
    "Try again": "Coba lagi",
    "Download failed": "Unduhan gagal",
    "Your app is having trouble loading the component.": "Bagian ini sulit dimuat.",
    "Cannot load Streamlit frontend code. This can happen when you update Streamlit while a Streamlit app is running.":
      "Bagian halaman ini tidak dapat dimuat: dasbor baru saja diperbarui. Muat ulang halaman ini.",
    "Ask Google": "Cari di Google",
    "Ask ChatGPT": "Tanya ChatGPT",
    // Boxes, sliders, files.
    Open: "Buka",
    "Clear all": "Hapus semua",
    "Clear value": "Hapus pilihan",
    "Clear entry": "Hapus isian",
    "Clear selection": "Hapus pilihan",
    "Selected values": "Nilai terpilih",
    "Selectbox options": "Daftar pilihan",
    "Multiselect options": "Daftar pilihan",
    "Select all": "Pilih semua",
    "No results": "Tidak ada yang cocok",
    "No options": "Tidak ada pilihan",
    "Choose an option": "Pilih satu",
    "Choose options": "Pilih",
    "Choose or add an option": "Pilih atau tambahkan",
    "Choose or add options": "Pilih atau tambahkan",
    "Add an option": "Tambahkan pilihan",
    "Add options": "Tambahkan pilihan",
    "No options to select": "Tidak ada pilihan",
    "Select...": "Pilih …",
    "Type to search": "Ketik untuk mencari",
    "Invalid input.": "Isian tidak berlaku.",
    Left: "Kiri",
    Right: "Kanan",
    "file upload": "Pilih berkas",
    Upload: "Pilih berkas",
    "Add files": "Tambah berkas",
    "Drag and drop a file here": "Seret berkas ke sini",
    "Drag and drop files here": "Seret berkas ke sini",
    "Error uploading file": "Berkas tidak dapat diunggah",
    "Error deleting file": "Berkas tidak dapat dihapus",
    "Previous page": "Halaman sebelumnya",
    "Next page": "Halaman berikutnya",
    Pagination: "Nomor halaman",
    // Pictures and tables.
    Fullscreen: "Layar penuh",
    "Close fullscreen": "Tutup layar penuh",
    "Exit fullscreen": "Tutup layar penuh",
    "Toolbar action": "Alat",
    Search: "Cari",
    "Close Search": "Tutup pencarian",
    "Next Result": "Hasil berikutnya",
    "Previous Result": "Hasil sebelumnya",
    "Download as CSV": "Unduh sebagai CSV",
    "Show/hide columns": "Tampilkan/sembunyikan kolom",
    "Dataframe column menu": "Menu kolom tabel",
    "Sort ascending": "Urutkan naik",
    "Sort descending": "Urutkan turun",
    "Pin column": "Sematkan kolom",
    "Unpin column": "Lepas kolom",
    "Hide column": "Sembunyikan kolom",
    Autosize: "Sesuaikan lebar",
    "Copy column name": "Salin nama kolom",
    Format: "Format",
    Statistics: "Statistik",
    Automatic: "Otomatis",
    Localized: "Menurut bahasa",
    Plain: "Polos",
    Compact: "Ringkas",
    Scientific: "Ilmiah",
    Accounting: "Akuntansi",
    Percent: "Persen",
    Dollar: "Dolar",
    Duration: "Durasi",
    Calendar: "Kalender",
    Distance: "Jarak waktu",
    Count: "Banyaknya",
    Distinct: "Nilai berbeda",
    Empty: "Kosong",
    Minimum: "Terendah",
    Maximum: "Tertinggi",
    Average: "Rerata",
    Median: "Median",
    Sum: "Jumlah",
    Range: "Rentang",
    Values: "Nilai",
    "Standard deviation": "Simpangan baku",
    "25th percentile": "Persentil ke-25",
    "75th percentile": "Persentil ke-75",
    "Average length": "Rerata panjang",
    "Minimum length": "Panjang terpendek",
    "Maximum length": "Panjang terpanjang",
    "Based on sample": "Menurut sampel",
    "Distribution histogram": "Histogram sebaran",
    "Top values frequency chart": "Grafik nilai tersering",
    "True/false distribution chart": "Grafik benar/salah",
    "No data": "Tidak ada data",
    "No content": "Tidak ada isi",
    "Failed to load data": "Data tidak dapat dimuat",
  },
};

const PATTERNS = {
  id: [
    [/^Add: (.+)$/s, "Cari: $1"],
    [/^Help for (.+)$/s, "Penjelasan: $1"],
    [/^(.+) — start$/s, "$1, awal"],
    [/^(.+) — end$/s, "$1, akhir"],
    [/^Show\/hide columns: (.+)$/s, "Tampilkan/sembunyikan kolom: $1"],
    [/^Download as CSV: (.+)$/s, "Unduh sebagai CSV: $1"],
    [/^Search: (.+)$/s, "Cari: $1"],
    [/^Fullscreen: (.+)$/s, "Layar penuh: $1"],
    [/^Close fullscreen: (.+)$/s, "Tutup layar penuh: $1"],
    [/^Remove (.+)$/s, "Hapus $1"],
    [/^Select (\d+) matches$/, "Pilih $1 yang cocok"],
    [/^View (\d+) more$/, "Tampilkan $1 lagi"],
    [/^(\d+) notifications?\.?$/, "$1 pemberitahuan"],
    [/^(\d+) options? available\.?$/, "$1 pilihan tersedia."],
    [/^(.+), selected$/s, "$1, terpilih"],
    [/^option (.+), selected\.$/s, "pilihan $1, terpilih."],
    [/^Page (\d+)$/, "Halaman $1"],
    [/^Press (.*)Enter to apply$/, "Tekan $1Enter untuk menerapkan"],
    [/^Press (.*)Enter to submit form$/, "Tekan $1Enter untuk mengirim"],
    [/^Press (.*)Enter to .+$/, "Tekan $1Enter"],
    [/^Shortcut (.+)$/, "Pintasan $1"],
    [/^Limit (.+) per file(.*)$/, "Paling besar $1 per berkas$2"],
    [/^(.+) per file(.*)$/, "$1 per berkas$2"],
    [/^(.+) files are not allowed\.$/, "Berkas $1 tidak diterima."],
    [/^File must be (.+) or smaller\.$/, "Berkas paling besar $1."],
    [/^You can only select up to (\d+) .+$/, "Paling banyak $1 pilihan. Hapus satu lebih dahulu."],
    [/^You have requested page \/(.+), but no corresponding file was found.+$/s,
      "Halaman /$1 tidak ada. Yang tampil adalah halaman pertama."],
    [/^Attempting to connect to (.+)\.$/, "Menghubungi $1."],
    [/^Request failed with status (.+)$/, "Server menjawab dengan galat $1"],
    [/^Dialog type .+$/, "Kotak ini tidak dikenal."],
  ],
};

const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt", "aria-valuetext", "aria-description"];
// Our own content, and drawings: Streamlit says nothing there.
const OURS = ".stHtml, .stMarkdown, .js-plotly-plot, .stCode pre, svg, canvas, textarea, script, style";

// What was replaced by what, so that another language begins with Streamlit's own words again.
const english = new WeakMap();

function inLanguage(text) {
  const lang = document.documentElement.lang, key = text.trim();
  if (!key || !(lang in WORDS)) return null;
  if (Object.hasOwn(WORDS[lang], key)) return text.replace(key, WORDS[lang][key]);
  const found = PATTERNS[lang].find(([pattern]) => pattern.test(key));
  return found ? text.replace(key, key.replace(found[0], found[1])) : null;
}

function replace(node, name, current, write) {
  const known = english.get(node) ?? {};
  const source = known[name]?.said === current ? known[name].from : current;
  const said = inLanguage(source) ?? source;
  if (said === current) return;
  english.set(node, { ...known, [name]: { from: source, said } });
  write(said);
}

function translateText(node) {
  replace(node, "", node.nodeValue, (said) => { node.nodeValue = said; });
}

function translateAttributes(element) {
  for (const name of ATTRIBUTES) {
    const value = element.getAttribute(name);
    if (value) replace(element, name, value, (said) => element.setAttribute(name, said));
  }
}

const filter = (node) =>
  node.nodeType === Node.ELEMENT_NODE && node.matches(OURS) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;

function translate(root) {
  const around = root.nodeType === Node.ELEMENT_NODE ? root : root.parentElement;
  if (!around || around.closest(OURS)) return;
  const nodes = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, filter);
  for (let node = root; node; node = nodes.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) translateText(node);
    else translateAttributes(node);
  }
}

new MutationObserver((changes) => {
  if (changes.some(({ target, attributeName }) => target === document.documentElement && attributeName === "lang")) {
    translate(document.body);
    return;
  }
  for (const { type, target, addedNodes } of changes) {
    if (type === "childList") addedNodes.forEach(translate);
    else if (type === "characterData") {
      if (!target.parentElement?.closest(OURS)) translateText(target);
    } else if (!target.closest(OURS)) translateAttributes(target);
  }
}).observe(document.documentElement, {
  childList: true, subtree: true, characterData: true, attributes: true,
  attributeFilter: [...ATTRIBUTES, "lang"],
});
translate(document.body);
