BEGIN TRANSACTION;
CREATE TABLE account (
	namespace INTEGER NOT NULL, 
	signature_verification_key TEXT NOT NULL, 
	PRIMARY KEY (namespace), 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE api_access_profile_collections (
	namespace INTEGER NOT NULL, 
	api_access_profile_id BIGINT NOT NULL, 
	api_collection_id BIGINT NOT NULL, 
	position BIGINT NOT NULL, 
	PRIMARY KEY (namespace, api_access_profile_id, api_collection_id), 
	FOREIGN KEY(namespace, api_access_profile_id) REFERENCES api_access_profiles (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace, api_collection_id) REFERENCES api_collections (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "api_access_profile_collections" VALUES(1,3601,3301,0);
INSERT INTO "api_access_profile_collections" VALUES(1,3602,3301,0);
CREATE TABLE api_access_profiles (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	managed_user_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	api_client_id BIGINT NOT NULL, 
	active BOOLEAN NOT NULL, 
	auth_type TEXT NOT NULL, 
	jwt_method TEXT, 
	jwt_secret TEXT, 
	oidc_issuer TEXT, 
	oidc_jwks_uri TEXT, 
	access_profile_claim TEXT, 
	required_claims JSON, 
	allowed_issuers JSON, 
	secret TEXT, 
	oauth_client_id TEXT, 
	oauth_client_secret TEXT, 
	credentials_made BIGINT NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace, managed_user_id) REFERENCES managed_users (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace, api_client_id) REFERENCES api_clients (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "api_access_profiles" VALUES(1,3601,512044,'Storefront',3501,1,'token',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'not-a-real-token-3601',NULL,NULL,0,'2023-10-09T11:02:30.250-07:00','2023-10-09T11:02:30.250-07:00');
INSERT INTO "api_access_profiles" VALUES(1,3602,512044,'Storefront by JWT',3501,0,'jwt','hmac','not-a-real-secret-3602',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2023-11-07T09:30:00.118-08:00','2023-11-08T16:12:44.902-08:00');
CREATE TABLE api_clients (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	managed_user_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	project_id BIGINT, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace, managed_user_id) REFERENCES managed_users (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace, project_id) REFERENCES projects (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "api_clients" VALUES(1,3501,512044,'Storefront',523200,'2023-10-09T11:00:00.413-07:00','2023-10-09T11:00:00.413-07:00');
CREATE TABLE api_collections (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	managed_user_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	project_id BIGINT, 
	url TEXT NOT NULL, 
	api_spec_url TEXT NOT NULL, 
	version TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace, managed_user_id) REFERENCES managed_users (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace, project_id) REFERENCES projects (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "api_collections" VALUES(1,3301,512044,'Orders API',523200,'https://apim.example.com/northwind/orders-api-v1','https://www.example.com/doc/service/orders-api-v1/swagger?token=not-a-real-token-3301','1.0','2023-10-09T10:02:11.327-07:00','2023-10-09T10:02:11.327-07:00');
CREATE TABLE api_endpoints (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	managed_user_id BIGINT NOT NULL, 
	api_collection_id BIGINT NOT NULL, 
	flow_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	method TEXT NOT NULL, 
	url TEXT NOT NULL, 
	legacy_url TEXT, 
	base_path TEXT NOT NULL, 
	path TEXT NOT NULL, 
	active BOOLEAN NOT NULL, 
	legacy BOOLEAN NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace, managed_user_id) REFERENCES managed_users (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace, api_collection_id) REFERENCES api_collections (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "api_endpoints" VALUES(1,3401,512044,3301,9001,'Sync orders','POST','https://apim.example.com/northwind/orders-api-v1/orders/sync',NULL,'/northwind/orders-api-v1/orders/sync','orders/sync',1,0,'2023-10-09T10:05:40.991-07:00','2023-10-09T10:21:03.420-07:00');
INSERT INTO "api_endpoints" VALUES(1,3402,512044,3301,9002,'Returns report','GET','https://apim.example.com/northwind/orders-api-v1/returns/{date}',NULL,'/northwind/orders-api-v1/returns/{date}','returns/{date}',0,0,'2023-10-09T10:08:12.004-07:00','2023-10-09T10:08:12.004-07:00');
CREATE TABLE clocks (
	namespace INTEGER NOT NULL, 
	offset_microseconds BIGINT NOT NULL, 
	frozen_at TEXT, 
	PRIMARY KEY (namespace), 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
);
CREATE TABLE connections (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	managed_user_id BIGINT NOT NULL, 
	name TEXT, 
	provider TEXT NOT NULL, 
	authorized_at TEXT, 
	authorization_status TEXT, 
	authorization_error TEXT, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	external_id TEXT, 
	folder_id BIGINT, 
	identity TEXT, 
	parent_id BIGINT, 
	runtime BOOLEAN NOT NULL, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace, managed_user_id) REFERENCES managed_users (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "connections" VALUES(1,7101,512044,'Northwind Jira','jira','2023-10-02T09:15:00.120-07:00','success',NULL,'2023-10-02T09:14:58.001-07:00','2023-10-02T09:15:00.122-07:00','nw-42',5512,NULL,NULL,0);
INSERT INTO "connections" VALUES(1,7102,512044,'Northwind Salesforce','salesforce','2023-10-03T10:00:00.000-07:00','success',NULL,'2023-10-03T09:58:00.000-07:00','2023-10-03T10:00:00.010-07:00',NULL,5512,NULL,NULL,0);
INSERT INTO "connections" VALUES(1,7103,512044,'Northwind Slack','slack',NULL,NULL,NULL,'2023-11-06T11:30:00.000-08:00','2023-11-06T11:30:00.000-08:00',NULL,5512,NULL,NULL,0);
CREATE TABLE connectors (
	namespace INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	title TEXT NOT NULL, 
	categories JSON NOT NULL, 
	oauth BOOLEAN NOT NULL, 
	deprecated BOOLEAN NOT NULL, 
	secondary BOOLEAN NOT NULL, 
	triggers JSON NOT NULL, 
	actions JSON NOT NULL, 
	PRIMARY KEY (namespace, name), 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "connectors" VALUES(1,'jira','Jira','["Project Management","IT"]',0,0,0,'[{"name":"new_issue","title":"New issue","deprecated":false,"bulk":false,"batch":false}]','[{"name":"create_issue","title":"Create issue","deprecated":false,"bulk":false,"batch":false},{"name":"__adhoc_http_action","title":"Custom action","deprecated":false,"bulk":false,"batch":false}]');
INSERT INTO "connectors" VALUES(1,'salesforce','Salesforce','["CRM"]',1,0,0,'[{"name":"new_object","title":"New record","deprecated":false,"bulk":false,"batch":false},{"name":"new_object_batch","title":"New records","deprecated":false,"bulk":false,"batch":true}]','[{"name":"search_records","title":"Search records","deprecated":false,"bulk":false,"batch":true}]');
INSERT INTO "connectors" VALUES(1,'slack','Slack','["Collaboration"]',1,0,0,'[]','[{"name":"post_message","title":"Post message","deprecated":false,"bulk":false,"batch":false}]');
CREATE TABLE custom_connectors (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	title TEXT NOT NULL, 
	latest_released_version INTEGER, 
	latest_released_version_note TEXT, 
	oem_shared_version INTEGER, 
	oem_shared_at TEXT, 
	released_versions JSON NOT NULL, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "custom_connectors" VALUES(1,8101,'acme_erp_connector_5120_1690000001','Acme ERP',2,'Adds invoices',1,'2023-08-08T08:05:22.047-07:00','[{"version":2,"version_note":"Adds invoices","created_at":"2023-08-11T07:24:58.890-07:00","released_at":"2023-08-12T21:33:41.713-07:00"},{"version":1,"version_note":null,"created_at":"2023-07-01T07:24:58.890-07:00","released_at":"2023-07-02T21:33:41.713-07:00"}]');
INSERT INTO "custom_connectors" VALUES(1,8102,'acme_billing_connector_5120_1699000002','Acme Billing',NULL,NULL,NULL,NULL,'[]');
CREATE TABLE custom_oauth_assignments (
	namespace INTEGER NOT NULL, 
	managed_user_id BIGINT NOT NULL, 
	provider TEXT NOT NULL, 
	custom_oauth_profile_id BIGINT NOT NULL, 
	PRIMARY KEY (namespace, managed_user_id, provider), 
	FOREIGN KEY(namespace, managed_user_id) REFERENCES managed_users (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace, custom_oauth_profile_id) REFERENCES custom_oauth_profiles (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE custom_oauth_profiles (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	provider TEXT NOT NULL, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "custom_oauth_profiles" VALUES(1,8201,'salesforce');
INSERT INTO "custom_oauth_profiles" VALUES(1,8202,'salesforce');
INSERT INTO "custom_oauth_profiles" VALUES(1,8203,'slack');
INSERT INTO "custom_oauth_profiles" VALUES(1,8204,'slack');
CREATE TABLE customer_managers (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	team_collaborator_id BIGINT NOT NULL, 
	privilege_group_id BIGINT NOT NULL, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace, team_collaborator_id) REFERENCES team_collaborators (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace, privilege_group_id) REFERENCES privilege_groups (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "customer_managers" VALUES(1,6601,88101,2);
INSERT INTO "customer_managers" VALUES(1,6602,88102,318);
CREATE TABLE export_manifests (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	last_exported_at TEXT, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	deleted_at TEXT, 
	project_path TEXT NOT NULL, 
	folder_id BIGINT, 
	assets JSON, 
	include_data BOOLEAN NOT NULL, 
	package_id BIGINT, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "export_manifests" VALUES(1,6101,'Order to cash','2023-11-04T09:12:40.000-07:00','2023-11-03T14:20:05.447-07:00','2023-11-03T16:31:22.019-07:00',NULL,'Order to cash',5512,NULL,1,NULL);
CREATE TABLE faults (
	namespace INTEGER NOT NULL, 
	position BIGINT NOT NULL, 
	rule JSON NOT NULL, 
	matched BIGINT NOT NULL, 
	fired BIGINT NOT NULL, 
	PRIMARY KEY (namespace, position), 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
);
CREATE TABLE folders (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	managed_user_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	parent_id BIGINT, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace, managed_user_id) REFERENCES managed_users (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace, parent_id) REFERENCES folders (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "folders" VALUES(1,5500,512044,'Home',NULL,'2023-05-04T03:12:09.101-07:00','2023-05-04T03:12:09.101-07:00');
INSERT INTO "folders" VALUES(1,5512,512044,'Order to cash',5500,'2023-05-08T10:49:53.337-07:00','2023-05-08T10:49:53.347-07:00');
INSERT INTO "folders" VALUES(1,5513,512044,'Returns',5512,'2023-09-12T08:00:00.000-07:00','2023-09-12T08:00:00.000-07:00');
INSERT INTO "folders" VALUES(1,5514,512101,'Home',NULL,'2023-11-01T08:00:00.000-07:00','2023-11-01T08:00:00.000-07:00');
INSERT INTO "folders" VALUES(1,5515,512044,'Kept',5500,'2026-11-29T03:17:19.632-08:00','2026-11-29T03:17:19.632-08:00');
INSERT INTO "folders" VALUES(1,5516,512102,'Home',NULL,'2026-11-29T03:17:19.703-08:00','2026-11-29T03:17:19.703-08:00');
CREATE TABLE jobs (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	recipe_id BIGINT NOT NULL, 
	handle TEXT NOT NULL, 
	started_at TEXT NOT NULL, 
	completed_at TEXT, 
	title TEXT NOT NULL, 
	is_poll_error BOOLEAN NOT NULL, 
	error TEXT, 
	error_parts JSON, 
	is_error BOOLEAN NOT NULL, 
	is_repeat BOOLEAN NOT NULL, 
	is_test BOOLEAN NOT NULL, 
	is_test_case_job BOOLEAN NOT NULL, 
	status TEXT NOT NULL, 
	master_job_id TEXT, 
	calling_recipe_id BIGINT, 
	calling_job_id TEXT, 
	root_recipe_id BIGINT, 
	root_job_id TEXT, 
	lines JSON NOT NULL, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace, recipe_id) REFERENCES recipes (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "jobs" VALUES(1,2004,9001,'j-AAAAAAAA-AAAAA1','2023-11-20T01:00:01.000Z','2023-11-20T01:00:04.000Z','New order: 1001',0,NULL,NULL,0,0,0,0,'succeeded',NULL,NULL,NULL,NULL,NULL,'[{"recipe_line_number":0,"adapter_name":"salesforce","adapter_operation":"new_custom_object","mask_data":false,"line_stat":{"total":0.0388,"details":[]}},{"recipe_line_number":1,"adapter_name":"jira","adapter_operation":"create_issue","mask_data":false,"line_stat":{"total":0.5121,"details":[{"name":"http","count":1,"average":0.5002,"total":0.5002,"min":0.5002,"max":0.5002}]}}]');
INSERT INTO "jobs" VALUES(1,2005,9001,'j-AAAAAAAA-AAAAA2','2023-11-20T01:02:03.000Z','2023-11-20T01:02:09.000Z','New order: 1002',0,'Bad request: summary is missing','{"error_type":"Bad request","message":"summary is missing","error_id":"7b0c3c1e-2d51-4f0e-9d0a-5f5b1f6f2a11","input":"<redacted>","adapter":"jira"}',1,0,0,0,'failed',NULL,NULL,NULL,NULL,NULL,'[{"recipe_line_number":0,"adapter_name":"salesforce","adapter_operation":"new_custom_object","mask_data":false,"line_stat":{"total":0.0412,"details":[]}},{"recipe_line_number":1,"adapter_name":"jira","adapter_operation":"create_issue","mask_data":false,"error":"summary is missing","line_stat":{"total":0.0079,"details":[{"name":"http","count":1,"average":0.0079,"total":0.0079,"min":0.0079,"max":0.0079}]}}]');
CREATE TABLE journal (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	operation_id TEXT, 
	status BIGINT NOT NULL, 
	path TEXT NOT NULL, 
	entry TEXT NOT NULL, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
);
INSERT INTO "journal" VALUES(1,1,'list_managed_users',200,'/api/managed_users','{"time":"2026-11-29T11:17:19.571+00:00","operation_id":"list_managed_users","method":"GET","path":"/api/managed_users","query":{},"status":200,"milliseconds":15.426,"reasons":[],"fault":null,"unread":[],"unknown":[],"request":{"headers":{"host":"127.0.0.1:40391","accept":"*/*","accept-encoding":"gzip, deflate","connection":"keep-alive","user-agent":"python-httpx/0.28.1","authorization":"REDACTED"},"body":null},"response":{"headers":{"content-type":"application/json; charset=utf-8","content-length":"1605","x-request-id":"de0d573d044c4552b4a0e4d36edff735","x-correlation-id":"de0d573d044c4552b4a0e4d36edff735"},"body":{"result":[{"id":512044,"external_id":"cust-0042","name":"Northwind Tools","notification_email":"ops@example.com","error_notification_emails":"errors@example.com","admin_notification_emails":"admin@example.com","plan_id":"partner_standard","origin_url":null,"frame_ancestors":null,"whitelisted_apps":["jira","salesforce","slack"],"trial":false,"in_trial":false,"created_at":"2023-05-04T03:12:09.101-07:00","updated_at":"2023-10-17T22:40:55.480-07:00","time_zone":"Pacific Time (US & Canada)","auth_settings":{"type":"workato_auth"},"current_billing_period_start":"2023-11-04T03:12:09.129-07:00","current_billing_period_end":"2023-12-04T03:12:09.129-08:00","task_limit_adjustment":"0","task_limit":10000,"task_count":1203,"active_connection_limit":50,"active_connection_count":2,"active_recipe_count":1},{"id":512101,"external_id":"acme/42","name":"Contoso Freight","notification_email":"freight@example.com","error_notification_emails":null,"admin_notification_emails":null,"plan_id":"partner_trial","origin_url":"https://app.example.com","frame_ancestors":"https://app.example.com","whitelisted_apps":[],"trial":true,"in_trial":true,"created_at":"2023-11-01T08:00:00.000-07:00","updated_at":"2023-11-01T08:00:00.000-07:00","time_zone":"Pacific Time (US & Canada)","auth_settings":{"type":"workato_auth"},"current_billing_period_start":"2023-11-01T08:00:00.028-07:00","current_billing_period_end":"2023-12-01T08:00:00.028-08:00","task_limit_adjustment":"0","task_limit":100,"task_count":0,"active_connection_limit":0,"active_connection_count":0,"active_recipe_count":0}],"count":2,"page":1,"per_page":100}}}');
INSERT INTO "journal" VALUES(1,2,'list_managed_users',200,'/api/managed_users','{"time":"2026-11-29T11:17:19.608+00:00","operation_id":"list_managed_users","method":"GET","path":"/api/managed_users","query":{},"status":200,"milliseconds":2.452,"reasons":[],"fault":null,"unread":[],"unknown":[],"request":{"headers":{"host":"127.0.0.1:40391","accept":"*/*","accept-encoding":"gzip, deflate","connection":"keep-alive","user-agent":"python-httpx/0.28.1","authorization":"REDACTED"},"body":null},"response":{"headers":{"content-type":"application/json; charset=utf-8","content-length":"1605","x-request-id":"24be07eedea043cab30c55914bd89daf","x-correlation-id":"24be07eedea043cab30c55914bd89daf"},"body":{"result":[{"id":512044,"external_id":"cust-0042","name":"Northwind Tools","notification_email":"ops@example.com","error_notification_emails":"errors@example.com","admin_notification_emails":"admin@example.com","plan_id":"partner_standard","origin_url":null,"frame_ancestors":null,"whitelisted_apps":["jira","salesforce","slack"],"trial":false,"in_trial":false,"created_at":"2023-05-04T03:12:09.101-07:00","updated_at":"2023-10-17T22:40:55.480-07:00","time_zone":"Pacific Time (US & Canada)","auth_settings":{"type":"workato_auth"},"current_billing_period_start":"2023-11-04T03:12:09.129-07:00","current_billing_period_end":"2023-12-04T03:12:09.129-08:00","task_limit_adjustment":"0","task_limit":10000,"task_count":1203,"active_connection_limit":50,"active_connection_count":2,"active_recipe_count":1},{"id":512101,"external_id":"acme/42","name":"Contoso Freight","notification_email":"freight@example.com","error_notification_emails":null,"admin_notification_emails":null,"plan_id":"partner_trial","origin_url":"https://app.example.com","frame_ancestors":"https://app.example.com","whitelisted_apps":[],"trial":true,"in_trial":true,"created_at":"2023-11-01T08:00:00.000-07:00","updated_at":"2023-11-01T08:00:00.000-07:00","time_zone":"Pacific Time (US & Canada)","auth_settings":{"type":"workato_auth"},"current_billing_period_start":"2023-11-01T08:00:00.028-07:00","current_billing_period_end":"2023-12-01T08:00:00.028-08:00","task_limit_adjustment":"0","task_limit":100,"task_count":0,"active_connection_limit":0,"active_connection_count":0,"active_recipe_count":0}],"count":2,"page":1,"per_page":100}}}');
INSERT INTO "journal" VALUES(1,3,'create_folder',200,'/api/managed_users/512044/folders','{"time":"2026-11-29T11:17:19.629+00:00","operation_id":"create_folder","method":"POST","path":"/api/managed_users/512044/folders","query":{},"status":200,"milliseconds":3.937,"reasons":[],"fault":null,"unread":[],"unknown":[],"request":{"headers":{"host":"127.0.0.1:40391","accept":"*/*","accept-encoding":"gzip, deflate","connection":"keep-alive","user-agent":"python-httpx/0.28.1","authorization":"REDACTED","content-length":"15","content-type":"application/json"},"body":{"name":"Kept"}},"response":{"headers":{"content-type":"application/json; charset=utf-8","content-length":"132","x-request-id":"5c601fdd430c478ab69df94f0b6c9964","x-correlation-id":"5c601fdd430c478ab69df94f0b6c9964"},"body":{"id":5515,"name":"Kept","parent_id":5500,"created_at":"2026-11-29T03:17:19.632-08:00","updated_at":"2026-11-29T03:17:19.632-08:00"}}}');
INSERT INTO "journal" VALUES(1,4,'list_recipes',200,'/api/managed_users/512044/recipes','{"time":"2026-11-29T11:17:19.654+00:00","operation_id":"list_recipes","method":"GET","path":"/api/managed_users/512044/recipes","query":{},"status":200,"milliseconds":3.556,"reasons":[],"fault":null,"unread":[],"unknown":[],"request":{"headers":{"host":"127.0.0.1:40391","accept":"*/*","accept-encoding":"gzip, deflate","connection":"keep-alive","user-agent":"python-httpx/0.28.1","authorization":"REDACTED"},"body":null},"response":{"headers":{"content-type":"application/json; charset=utf-8","content-length":"2247","x-request-id":"4ce348e22f9149a8998f204538306850","x-correlation-id":"4ce348e22f9149a8998f204538306850"},"body":{"result":[{"id":9002,"user_id":512044,"name":"Nightly returns report","created_at":"2023-11-14T10:30:00.251-08:00","updated_at":"2023-11-14T10:30:00.251-08:00","copy_count":0,"trigger_application":"clock","action_applications":["email"],"applications":["clock","email"],"description":"When there is a scheduled event, send mail","parameters_schema":[],"parameters":{},"webhook_url":null,"folder_id":5513,"running":false,"job_succeeded_count":0,"job_failed_count":0,"lifetime_task_count":0,"last_run_at":null,"stopped_at":"2023-11-14T15:45:12.030-08:00","version_no":1,"stop_cause":null,"config":[{"keyword":"application","name":"clock","provider":"clock","skip_validation":false,"account_id":null},{"keyword":"application","name":"email","provider":"email","skip_validation":false,"account_id":null}],"code":"{\"number\":0,\"provider\":\"clock\",\"name\":\"scheduled_event\",\"keyword\":\"trigger\",\"input\":{},\"block\":[{\"number\":1,\"provider\":\"email\",\"name\":\"send_mail\",\"keyword\":\"action\",\"input\":{}}]}"},{"id":9001,"user_id":512044,"name":"Sync orders to Jira","created_at":"2023-10-04T08:15:20.114-07:00","updated_at":"2023-11-06T09:02:55.907-08:00","copy_count":0,"trigger_application":"salesforce","action_applications":["jira"],"applications":["salesforce","jira"],"description":"When an order is made in Salesforce, create an issue in Jira","parameters_schema":[{"label":"Project key","name":"project_key","type":"string","control_type":"text","hint":"Jira project of the new issues"}],"parameters":{"project_key":"OPS"},"webhook_url":null,"folder_id":5512,"running":true,"job_succeeded_count":1,"job_failed_count":1,"lifetime_task_count":1,"last_run_at":"2023-11-19T17:02:03.000-08:00","stopped_at":"2023-11-06T09:01:10.880-08:00","version_no":2,"stop_cause":null,"config":[{"keyword":"application","name":"salesforce","provider":"salesforce","skip_validation":false,"account_id":7102},{"keyword":"application","name":"jira","provider":"jira","skip_validation":false,"account_id":7101}],"code":"{\"number\":0,\"provider\":\"salesforce\",\"name\":\"new_custom_object\",\"keyword\":\"trigger\",\"input\":{},\"block\":[{\"number\":1,\"provider\":\"jira\",\"name\":\"create_issue\",\"keyword\":\"action\",\"input\":{}}]}"}]}}}');
INSERT INTO "journal" VALUES(1,5,'start_recipe',200,'/api/managed_users/512044/recipes/9002/start','{"time":"2026-11-29T11:17:19.677+00:00","operation_id":"start_recipe","method":"PUT","path":"/api/managed_users/512044/recipes/9002/start","query":{},"status":200,"milliseconds":5.123,"reasons":[],"fault":null,"unread":[],"unknown":[],"request":{"headers":{"host":"127.0.0.1:40391","content-length":"0","accept":"*/*","accept-encoding":"gzip, deflate","connection":"keep-alive","user-agent":"python-httpx/0.28.1","authorization":"REDACTED"},"body":null},"response":{"headers":{"content-type":"application/json; charset=utf-8","content-length":"16","x-request-id":"1643bd1e6577493f95358501e0c1d49e","x-correlation-id":"1643bd1e6577493f95358501e0c1d49e"},"body":{"success":true}}}');
INSERT INTO "journal" VALUES(1,6,'create_managed_user',200,'/api/managed_users','{"time":"2026-11-29T11:17:19.701+00:00","operation_id":"create_managed_user","method":"POST","path":"/api/managed_users","query":{},"status":200,"milliseconds":2.891,"reasons":[],"fault":null,"unread":[],"unknown":[],"request":{"headers":{"host":"127.0.0.1:40391","accept":"*/*","accept-encoding":"gzip, deflate","connection":"keep-alive","user-agent":"python-httpx/0.28.1","authorization":"REDACTED","content-length":"83","content-type":"application/json"},"body":{"name":"Initech","external_id":"initech-1","notification_email":"ops@example.com"}},"response":{"headers":{"content-type":"application/json; charset=utf-8","content-length":"453","x-request-id":"282a0dea2afb48f4bacc65e6e8fd12b2","x-correlation-id":"282a0dea2afb48f4bacc65e6e8fd12b2"},"body":{"id":512102,"external_id":"initech-1","name":"Initech","notification_email":"ops@example.com","error_notification_emails":null,"admin_notification_emails":null,"plan_id":"partner_standard","origin_url":null,"frame_ancestors":null,"whitelisted_apps":[],"trial":true,"in_trial":true,"created_at":"2026-11-29T03:17:19.703-08:00","updated_at":"2026-11-29T03:17:19.703-08:00","time_zone":"Pacific Time (US & Canada)","auth_settings":{"type":"workato_auth"}}}}');
CREATE TABLE limit_windows (
	namespace INTEGER NOT NULL, 
	operation_id TEXT NOT NULL, 
	began_at TEXT NOT NULL, 
	requests BIGINT NOT NULL, 
	PRIMARY KEY (namespace, operation_id), 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
);
CREATE TABLE limits (
	namespace INTEGER NOT NULL, 
	setting TEXT NOT NULL, 
	PRIMARY KEY (namespace), 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
);
CREATE TABLE lookup_table_rows (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	lookup_table_id BIGINT NOT NULL, 
	col1 TEXT, 
	col2 TEXT, 
	col3 TEXT, 
	col4 TEXT, 
	col5 TEXT, 
	col6 TEXT, 
	col7 TEXT, 
	col8 TEXT, 
	col9 TEXT, 
	col10 TEXT, 
	created_at TEXT, 
	updated_at TEXT, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace, lookup_table_id) REFERENCES lookup_tables (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "lookup_table_rows" VALUES(1,8801,4101,'SG','Singapore',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2023-06-02T09:20:00.000-07:00','2023-06-02T09:20:00.000-07:00');
INSERT INTO "lookup_table_rows" VALUES(1,8802,4101,'TH','Thailand',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2023-06-02T09:21:00.000-07:00','2023-06-02T09:21:00.000-07:00');
CREATE TABLE lookup_tables (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	managed_user_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	schema TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	project_id BIGINT, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace, managed_user_id) REFERENCES managed_users (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace, project_id) REFERENCES projects (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "lookup_tables" VALUES(1,4101,512044,'country_codes','[{"control_type":"text","label":"code","name":"col1","type":"string","sticky":true},{"control_type":"text","label":"country","name":"col2","type":"string","sticky":true}]','2023-06-02T09:15:10.120-07:00','2023-06-02T09:15:10.120-07:00',523200);
CREATE TABLE managed_users (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	external_id TEXT, 
	name TEXT NOT NULL, 
	notification_email TEXT NOT NULL, 
	error_notification_emails TEXT, 
	admin_notification_emails TEXT, 
	plan_id TEXT NOT NULL, 
	origin_url TEXT, 
	frame_ancestors TEXT, 
	whitelisted_apps JSON, 
	in_trial BOOLEAN NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	time_zone TEXT, 
	auth_settings JSON, 
	current_billing_period_start TEXT, 
	current_billing_period_end TEXT, 
	task_limit_adjustment TEXT, 
	task_limit BIGINT, 
	custom_task_limit BIGINT, 
	task_count BIGINT, 
	active_connection_limit BIGINT, 
	trial_ends_at TEXT, 
	renews BOOLEAN, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "managed_users" VALUES(1,512044,'cust-0042','Northwind Tools','ops@example.com','errors@example.com','admin@example.com','partner_standard',NULL,NULL,'["jira","salesforce","slack"]',0,'2023-05-04T03:12:09.101-07:00','2023-10-17T22:40:55.480-07:00','Pacific Time (US & Canada)','{"type":"workato_auth"}','2023-11-04T03:12:09.129-07:00','2023-12-04T03:12:09.129-08:00','0',10000,NULL,1203,50,NULL,0);
INSERT INTO "managed_users" VALUES(1,512101,'acme/42','Contoso Freight','freight@example.com',NULL,NULL,'partner_trial','https://app.example.com','https://app.example.com','[]',1,'2023-11-01T08:00:00.000-07:00','2023-11-01T08:00:00.000-07:00','Pacific Time (US & Canada)','{"type":"workato_auth"}','2023-11-01T08:00:00.028-07:00','2023-12-01T08:00:00.028-08:00','0',100,NULL,0,0,NULL,0);
INSERT INTO "managed_users" VALUES(1,512102,'initech-1','Initech','ops@example.com',NULL,NULL,'partner_standard',NULL,NULL,'[]',1,'2026-11-29T03:17:19.703-08:00','2026-11-29T03:17:19.703-08:00','Pacific Time (US & Canada)','{"type":"workato_auth"}','2026-11-29T03:17:19.703-08:00','2026-12-29T03:17:19.703-08:00','0',100,NULL,0,50,'2026-12-29T03:17:19.703-08:00',1);
CREATE TABLE member_invitations (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	managed_user_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	email TEXT NOT NULL, 
	address TEXT NOT NULL, 
	role_name TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace, managed_user_id) REFERENCES managed_users (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE members (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	managed_user_id BIGINT NOT NULL, 
	grant_type TEXT, 
	role_name TEXT, 
	external_id TEXT, 
	name TEXT, 
	email TEXT, 
	time_zone TEXT, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace, managed_user_id) REFERENCES managed_users (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "members" VALUES(1,771203,512044,'team','Admin','usr-17','Sam Rivers','sam.rivers@example.com','Pacific Time (US & Canada)');
INSERT INTO "members" VALUES(1,771377,512044,'team','Operator',NULL,'Dana Ortiz','dana.ortiz@example.com','Pacific Time (US & Canada)');
CREATE TABLE namespaces (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
INSERT INTO "namespaces" VALUES(1,'team-a');
CREATE TABLE package_archives (
	namespace INTEGER NOT NULL, 
	package_id BIGINT NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (namespace, package_id), 
	FOREIGN KEY(namespace, package_id) REFERENCES packages (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
);
CREATE TABLE package_assets (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	managed_user_id BIGINT NOT NULL, 
	folder_id BIGINT, 
	kind TEXT NOT NULL, 
	asset_id BIGINT, 
	zip_name TEXT NOT NULL, 
	name TEXT, 
	connector_key TEXT, 
	fields JSON NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace, managed_user_id) REFERENCES managed_users (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace, folder_id) REFERENCES folders (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE package_companions (
	namespace INTEGER NOT NULL, 
	package_asset_id BIGINT NOT NULL, 
	suffix TEXT NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (namespace, package_asset_id, suffix), 
	FOREIGN KEY(namespace, package_asset_id) REFERENCES package_assets (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
);
CREATE TABLE packages (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	managed_user_id BIGINT, 
	operation_type TEXT NOT NULL, 
	status TEXT NOT NULL, 
	started_at TEXT NOT NULL, 
	reads BIGINT NOT NULL, 
	error TEXT, 
	export_manifest_id BIGINT, 
	folder_id BIGINT, 
	restart_recipes BOOLEAN NOT NULL, 
	home_folder_id BIGINT, 
	recipe_status JSON, 
	warnings JSON, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace, managed_user_id) REFERENCES managed_users (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace, folder_id) REFERENCES folders (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "packages" VALUES(1,6201,512044,'export','completed','2023-05-04T03:12:09.101-07:00',0,NULL,6101,NULL,0,NULL,NULL,NULL);
INSERT INTO "packages" VALUES(1,6202,512044,'import','completed','2023-05-04T03:12:09.101-07:00',0,NULL,NULL,NULL,0,NULL,'[{"id":9001,"import_result":"restarted"}]',NULL);
CREATE TABLE privilege_groups (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	system BOOLEAN NOT NULL, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "privilege_groups" VALUES(1,2,'Admin',1);
INSERT INTO "privilege_groups" VALUES(1,318,'Support engineer',0);
CREATE TABLE projects (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	managed_user_id BIGINT NOT NULL, 
	description TEXT, 
	folder_id BIGINT, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace, managed_user_id) REFERENCES managed_users (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace, folder_id) REFERENCES folders (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "projects" VALUES(1,523200,512044,'Order automations',5512);
INSERT INTO "projects" VALUES(1,523201,512044,NULL,5515);
CREATE TABLE properties (
	namespace INTEGER NOT NULL, 
	managed_user_id BIGINT NOT NULL, 
	project_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (namespace, managed_user_id, project_id, name), 
	FOREIGN KEY(namespace, managed_user_id) REFERENCES managed_users (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "properties" VALUES(1,512044,0,'crm_sync.batch_size','200');
INSERT INTO "properties" VALUES(1,512044,0,'crm_sync.object_name','Contact');
INSERT INTO "properties" VALUES(1,512044,523200,'billing.admin_email','admin@example.com');
INSERT INTO "properties" VALUES(1,512044,523200,'billing.public_url','https://www.example.com');
CREATE TABLE public_recipes (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	copy_count BIGINT NOT NULL, 
	trigger_application TEXT, 
	action_applications JSON NOT NULL, 
	applications JSON NOT NULL, 
	description TEXT NOT NULL, 
	parameters_schema JSON NOT NULL, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "public_recipes" VALUES(1,99001,88001,'Create an issue for each new order','2022-03-21T22:53:39.032Z','2022-03-21T22:53:39.032Z',3,'salesforce','["jira"]','["salesforce","jira"]','When an order is made in Salesforce, create an issue in Jira','[]');
INSERT INTO "public_recipes" VALUES(1,99002,88002,'Keep accounts in step with issues','2021-07-02T11:04:10.500Z','2021-09-15T06:20:00.118Z',0,NULL,'["jira","salesforce"]','["jira","salesforce"]','When an issue changes in Jira, update the account in Salesforce','[]');
CREATE TABLE recipe_timers (
	namespace INTEGER NOT NULL, 
	recipe_id BIGINT NOT NULL, 
	due_at TEXT NOT NULL, 
	PRIMARY KEY (namespace, recipe_id), 
	FOREIGN KEY(namespace, recipe_id) REFERENCES recipes (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
);
CREATE TABLE recipes (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	managed_user_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	copy_count BIGINT NOT NULL, 
	trigger_application TEXT, 
	action_applications JSON NOT NULL, 
	applications JSON NOT NULL, 
	description TEXT NOT NULL, 
	parameters_schema JSON NOT NULL, 
	parameters JSON NOT NULL, 
	webhook_url TEXT, 
	folder_id BIGINT NOT NULL, 
	running BOOLEAN NOT NULL, 
	lifetime_task_count BIGINT NOT NULL, 
	last_run_at TEXT, 
	stopped_at TEXT, 
	version_no BIGINT NOT NULL, 
	stop_cause TEXT, 
	config JSON NOT NULL, 
	code TEXT NOT NULL, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace, managed_user_id) REFERENCES managed_users (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace, folder_id) REFERENCES folders (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "recipes" VALUES(1,9001,512044,'Sync orders to Jira','2023-10-04T08:15:20.114-07:00','2023-11-06T09:02:55.907-08:00',0,'salesforce','["jira"]','["salesforce","jira"]','When an order is made in Salesforce, create an issue in Jira','[{"label":"Project key","name":"project_key","type":"string","control_type":"text","hint":"Jira project of the new issues"}]','{"project_key":"OPS"}',NULL,5512,1,1,'2023-11-19T17:02:03.000-08:00','2023-11-06T09:01:10.880-08:00',2,NULL,'[{"keyword":"application","name":"salesforce","provider":"salesforce","skip_validation":false,"account_id":7102},{"keyword":"application","name":"jira","provider":"jira","skip_validation":false,"account_id":7101}]','{"number":0,"provider":"salesforce","name":"new_custom_object","keyword":"trigger","input":{},"block":[{"number":1,"provider":"jira","name":"create_issue","keyword":"action","input":{}}]}');
INSERT INTO "recipes" VALUES(1,9002,512044,'Nightly returns report','2023-11-14T10:30:00.251-08:00','2023-11-14T10:30:00.251-08:00',0,'clock','["email"]','["clock","email"]','When there is a scheduled event, send mail','[]','{}',NULL,5513,1,0,NULL,'2023-11-14T15:45:12.030-08:00',1,NULL,'[{"keyword":"application","name":"clock","provider":"clock","skip_validation":false,"account_id":null},{"keyword":"application","name":"email","provider":"email","skip_validation":false,"account_id":null}]','{"number":0,"provider":"clock","name":"scheduled_event","keyword":"trigger","input":{},"block":[{"number":1,"provider":"email","name":"send_mail","keyword":"action","input":{}}]}');
CREATE TABLE roles (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	managed_user_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	inheritable BOOLEAN NOT NULL, 
	folder_ids JSON NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	privileges JSON, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace, managed_user_id) REFERENCES managed_users (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "roles" VALUES(1,2201,512044,'Operator',0,'[]','2023-06-05T09:14:51.120-07:00','2023-06-05T09:14:51.120-07:00','{"Recipes":["read"],"Folders":["read"],"Workbot":["read"]}');
INSERT INTO "roles" VALUES(1,2202,512044,'Auditor',0,'["5512","5513"]','2023-10-11T14:20:05.330-07:00','2023-10-11T14:20:05.330-07:00','{"Recipes":["read"],"Folders":["read"],"Workbot":["read"]}');
CREATE TABLE sequences (
	namespace INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	last BIGINT NOT NULL, 
	PRIMARY KEY (namespace, kind), 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "sequences" VALUES(1,'api_access_profiles',36000);
INSERT INTO "sequences" VALUES(1,'api_clients',35000);
INSERT INTO "sequences" VALUES(1,'api_collections',33000);
INSERT INTO "sequences" VALUES(1,'api_endpoints',34000);
INSERT INTO "sequences" VALUES(1,'connections',7103);
INSERT INTO "sequences" VALUES(1,'custom_connectors',8102);
INSERT INTO "sequences" VALUES(1,'custom_oauth_profiles',8204);
INSERT INTO "sequences" VALUES(1,'customer_managers',66000);
INSERT INTO "sequences" VALUES(1,'export_manifests',6101);
INSERT INTO "sequences" VALUES(1,'folders',5516);
INSERT INTO "sequences" VALUES(1,'jobs',2005);
INSERT INTO "sequences" VALUES(1,'lookup_table_rows',8802);
INSERT INTO "sequences" VALUES(1,'lookup_tables',4101);
INSERT INTO "sequences" VALUES(1,'managed_users',512102);
INSERT INTO "sequences" VALUES(1,'member_invitations',750000);
INSERT INTO "sequences" VALUES(1,'members',771377);
INSERT INTO "sequences" VALUES(1,'package_assets',64000);
INSERT INTO "sequences" VALUES(1,'packages',62000);
INSERT INTO "sequences" VALUES(1,'privilege_groups',318);
INSERT INTO "sequences" VALUES(1,'projects',523201);
INSERT INTO "sequences" VALUES(1,'public_recipes',99002);
INSERT INTO "sequences" VALUES(1,'recipes',9002);
INSERT INTO "sequences" VALUES(1,'roles',22000);
INSERT INTO "sequences" VALUES(1,'team_collaborators',88102);
CREATE TABLE snapshots (
	namespace INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	saved_at TEXT NOT NULL, 
	state TEXT NOT NULL, 
	PRIMARY KEY (namespace, name), 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
);
INSERT INTO "snapshots" VALUES(1,'kept','2026-11-29T03:17:19.724-08:00','{"format":"workato-mock-state","version":6,"tables":{"account":[],"clocks":[],"connectors":[{"name":"jira","title":"Jira","categories":["Project Management","IT"],"oauth":false,"deprecated":false,"secondary":false,"triggers":[{"name":"new_issue","title":"New issue","deprecated":false,"bulk":false,"batch":false}],"actions":[{"name":"create_issue","title":"Create issue","deprecated":false,"bulk":false,"batch":false},{"name":"__adhoc_http_action","title":"Custom action","deprecated":false,"bulk":false,"batch":false}]},{"name":"salesforce","title":"Salesforce","categories":["CRM"],"oauth":true,"deprecated":false,"secondary":false,"triggers":[{"name":"new_object","title":"New record","deprecated":false,"bulk":false,"batch":false},{"name":"new_object_batch","title":"New records","deprecated":false,"bulk":false,"batch":true}],"actions":[{"name":"search_records","title":"Search records","deprecated":false,"bulk":false,"batch":true}]},{"name":"slack","title":"Slack","categories":["Collaboration"],"oauth":true,"deprecated":false,"secondary":false,"triggers":[],"actions":[{"name":"post_message","title":"Post message","deprecated":false,"bulk":false,"batch":false}]}],"custom_connectors":[{"id":8101,"name":"acme_erp_connector_5120_1690000001","title":"Acme ERP","latest_released_version":2,"latest_released_version_note":"Adds invoices","oem_shared_version":1,"oem_shared_at":"2023-08-08T08:05:22.047-07:00","released_versions":[{"version":2,"version_note":"Adds invoices","created_at":"2023-08-11T07:24:58.890-07:00","released_at":"2023-08-12T21:33:41.713-07:00"},{"version":1,"version_note":null,"created_at":"2023-07-01T07:24:58.890-07:00","released_at":"2023-07-02T21:33:41.713-07:00"}]},{"id":8102,"name":"acme_billing_connector_5120_1699000002","title":"Acme Billing","latest_released_version":null,"latest_released_version_note":null,"oem_shared_version":null,"oem_shared_at":null,"released_versions":[]}],"custom_oauth_profiles":[{"id":8201,"provider":"salesforce"},{"id":8202,"provider":"salesforce"},{"id":8203,"provider":"slack"},{"id":8204,"provider":"slack"}],"export_manifests":[{"id":6101,"name":"Order to cash","last_exported_at":"2023-11-04T09:12:40.000-07:00","created_at":"2023-11-03T14:20:05.447-07:00","updated_at":"2023-11-03T16:31:22.019-07:00","deleted_at":null,"project_path":"Order to cash","folder_id":5512,"assets":null,"include_data":true,"package_id":null}],"managed_users":[{"id":512044,"external_id":"cust-0042","name":"Northwind Tools","notification_email":"ops@example.com","error_notification_emails":"errors@example.com","admin_notification_emails":"admin@example.com","plan_id":"partner_standard","origin_url":null,"frame_ancestors":null,"whitelisted_apps":["jira","salesforce","slack"],"in_trial":false,"created_at":"2023-05-04T03:12:09.101-07:00","updated_at":"2023-10-17T22:40:55.480-07:00","time_zone":"Pacific Time (US & Canada)","auth_settings":{"type":"workato_auth"},"current_billing_period_start":"2023-11-04T03:12:09.129-07:00","current_billing_period_end":"2023-12-04T03:12:09.129-08:00","task_limit_adjustment":"0","task_limit":10000,"custom_task_limit":null,"task_count":1203,"active_connection_limit":50,"trial_ends_at":null,"renews":false},{"id":512101,"external_id":"acme/42","name":"Contoso Freight","notification_email":"freight@example.com","error_notification_emails":null,"admin_notification_emails":null,"plan_id":"partner_trial","origin_url":"https://app.example.com","frame_ancestors":"https://app.example.com","whitelisted_apps":[],"in_trial":true,"created_at":"2023-11-01T08:00:00.000-07:00","updated_at":"2023-11-01T08:00:00.000-07:00","time_zone":"Pacific Time (US & Canada)","auth_settings":{"type":"workato_auth"},"current_billing_period_start":"2023-11-01T08:00:00.028-07:00","current_billing_period_end":"2023-12-01T08:00:00.028-08:00","task_limit_adjustment":"0","task_limit":100,"custom_task_limit":null,"task_count":0,"active_connection_limit":0,"trial_ends_at":null,"renews":false},{"id":512102,"external_id":"initech-1","name":"Initech","notification_email":"ops@example.com","error_notification_emails":null,"admin_notification_emails":null,"plan_id":"partner_standard","origin_url":null,"frame_ancestors":null,"whitelisted_apps":[],"in_trial":true,"created_at":"2026-11-29T03:17:19.703-08:00","updated_at":"2026-11-29T03:17:19.703-08:00","time_zone":"Pacific Time (US & Canada)","auth_settings":{"type":"workato_auth"},"current_billing_period_start":"2026-11-29T03:17:19.703-08:00","current_billing_period_end":"2026-12-29T03:17:19.703-08:00","task_limit_adjustment":"0","task_limit":100,"custom_task_limit":null,"task_count":0,"active_connection_limit":50,"trial_ends_at":"2026-12-29T03:17:19.703-08:00","renews":true}],"privilege_groups":[{"id":2,"name":"Admin","system":true},{"id":318,"name":"Support engineer","system":false}],"public_recipes":[{"id":99001,"user_id":88001,"name":"Create an issue for each new order","created_at":"2022-03-21T22:53:39.032Z","updated_at":"2022-03-21T22:53:39.032Z","copy_count":3,"trigger_application":"salesforce","action_applications":["jira"],"applications":["salesforce","jira"],"description":"When an order is made in Salesforce, create an issue in Jira","parameters_schema":[]},{"id":99002,"user_id":88002,"name":"Keep accounts in step with issues","created_at":"2021-07-02T11:04:10.500Z","updated_at":"2021-09-15T06:20:00.118Z","copy_count":0,"trigger_application":null,"action_applications":["jira","salesforce"],"applications":["jira","salesforce"],"description":"When an issue changes in Jira, update the account in Salesforce","parameters_schema":[]}],"sequences":[{"kind":"api_access_profiles","last":36000},{"kind":"api_clients","last":35000},{"kind":"api_collections","last":33000},{"kind":"api_endpoints","last":34000},{"kind":"connections","last":7103},{"kind":"custom_connectors","last":8102},{"kind":"custom_oauth_profiles","last":8204},{"kind":"customer_managers","last":66000},{"kind":"export_manifests","last":6101},{"kind":"folders","last":5516},{"kind":"jobs","last":2005},{"kind":"lookup_table_rows","last":8802},{"kind":"lookup_tables","last":4101},{"kind":"managed_users","last":512102},{"kind":"member_invitations","last":750000},{"kind":"members","last":771377},{"kind":"package_assets","last":64000},{"kind":"packages","last":62000},{"kind":"privilege_groups","last":318},{"kind":"projects","last":523201},{"kind":"public_recipes","last":99002},{"kind":"recipes","last":9002},{"kind":"roles","last":22000},{"kind":"team_collaborators","last":88102}],"team_collaborators":[{"id":88101,"name":"Robin Vale","email":"robin.vale@example.com","avatar_url":"https://www.example.com/avatars/88101.png"},{"id":88102,"name":"Kim Tarn","email":"kim.tarn@example.com","avatar_url":""}],"connections":[{"id":7101,"managed_user_id":512044,"name":"Northwind Jira","provider":"jira","authorized_at":"2023-10-02T09:15:00.120-07:00","authorization_status":"success","authorization_error":null,"created_at":"2023-10-02T09:14:58.001-07:00","updated_at":"2023-10-02T09:15:00.122-07:00","external_id":"nw-42","folder_id":5512,"identity":null,"parent_id":null,"runtime":false},{"id":7102,"managed_user_id":512044,"name":"Northwind Salesforce","provider":"salesforce","authorized_at":"2023-10-03T10:00:00.000-07:00","authorization_status":"success","authorization_error":null,"created_at":"2023-10-03T09:58:00.000-07:00","updated_at":"2023-10-03T10:00:00.010-07:00","external_id":null,"folder_id":5512,"identity":null,"parent_id":null,"runtime":false},{"id":7103,"managed_user_id":512044,"name":"Northwind Slack","provider":"slack","authorized_at":null,"authorization_status":null,"authorization_error":null,"created_at":"2023-11-06T11:30:00.000-08:00","updated_at":"2023-11-06T11:30:00.000-08:00","external_id":null,"folder_id":5512,"identity":null,"parent_id":null,"runtime":false}],"custom_oauth_assignments":[],"customer_managers":[{"id":6601,"team_collaborator_id":88101,"privilege_group_id":2},{"id":6602,"team_collaborator_id":88102,"privilege_group_id":318}],"folders":[{"id":5500,"managed_user_id":512044,"name":"Home","parent_id":null,"created_at":"2023-05-04T03:12:09.101-07:00","updated_at":"2023-05-04T03:12:09.101-07:00"},{"id":5512,"managed_user_id":512044,"name":"Order to cash","parent_id":5500,"created_at":"2023-05-08T10:49:53.337-07:00","updated_at":"2023-05-08T10:49:53.347-07:00"},{"id":5513,"managed_user_id":512044,"name":"Returns","parent_id":5512,"created_at":"2023-09-12T08:00:00.000-07:00","updated_at":"2023-09-12T08:00:00.000-07:00"},{"id":5514,"managed_user_id":512101,"name":"Home","parent_id":null,"created_at":"2023-11-01T08:00:00.000-07:00","updated_at":"2023-11-01T08:00:00.000-07:00"},{"id":5515,"managed_user_id":512044,"name":"Kept","parent_id":5500,"created_at":"2026-11-29T03:17:19.632-08:00","updated_at":"2026-11-29T03:17:19.632-08:00"},{"id":5516,"managed_user_id":512102,"name":"Home","parent_id":null,"created_at":"2026-11-29T03:17:19.703-08:00","updated_at":"2026-11-29T03:17:19.703-08:00"}],"member_invitations":[],"members":[{"id":771203,"managed_user_id":512044,"grant_type":"team","role_name":"Admin","external_id":"usr-17","name":"Sam Rivers","email":"sam.rivers@example.com","time_zone":"Pacific Time (US & Canada)"},{"id":771377,"managed_user_id":512044,"grant_type":"team","role_name":"Operator","external_id":null,"name":"Dana Ortiz","email":"dana.ortiz@example.com","time_zone":"Pacific Time (US & Canada)"}],"properties":[{"managed_user_id":512044,"project_id":0,"name":"crm_sync.batch_size","value":"200"},{"managed_user_id":512044,"project_id":0,"name":"crm_sync.object_name","value":"Contact"},{"managed_user_id":512044,"project_id":523200,"name":"billing.admin_email","value":"admin@example.com"},{"managed_user_id":512044,"project_id":523200,"name":"billing.public_url","value":"https://www.example.com"}],"roles":[{"id":2201,"managed_user_id":512044,"name":"Operator","inheritable":false,"folder_ids":[],"created_at":"2023-06-05T09:14:51.120-07:00","updated_at":"2023-06-05T09:14:51.120-07:00","privileges":{"Recipes":["read"],"Folders":["read"],"Workbot":["read"]}},{"id":2202,"managed_user_id":512044,"name":"Auditor","inheritable":false,"folder_ids":["5512","5513"],"created_at":"2023-10-11T14:20:05.330-07:00","updated_at":"2023-10-11T14:20:05.330-07:00","privileges":{"Recipes":["read"],"Folders":["read"],"Workbot":["read"]}}],"task_months":[],"package_assets":[],"packages":[{"id":6201,"managed_user_id":512044,"operation_type":"export","status":"completed","started_at":"2023-05-04T03:12:09.101-07:00","reads":0,"error":null,"export_manifest_id":6101,"folder_id":null,"restart_recipes":false,"home_folder_id":null,"recipe_status":null,"warnings":null},{"id":6202,"managed_user_id":512044,"operation_type":"import","status":"completed","started_at":"2023-05-04T03:12:09.101-07:00","reads":0,"error":null,"export_manifest_id":null,"folder_id":null,"restart_recipes":false,"home_folder_id":null,"recipe_status":[{"id":9001,"import_result":"restarted"}],"warnings":null}],"projects":[{"id":523200,"managed_user_id":512044,"description":"Order automations","folder_id":5512},{"id":523201,"managed_user_id":512044,"description":null,"folder_id":5515}],"recipes":[{"id":9001,"managed_user_id":512044,"name":"Sync orders to Jira","created_at":"2023-10-04T08:15:20.114-07:00","updated_at":"2023-11-06T09:02:55.907-08:00","copy_count":0,"trigger_application":"salesforce","action_applications":["jira"],"applications":["salesforce","jira"],"description":"When an order is made in Salesforce, create an issue in Jira","parameters_schema":[{"label":"Project key","name":"project_key","type":"string","control_type":"text","hint":"Jira project of the new issues"}],"parameters":{"project_key":"OPS"},"webhook_url":null,"folder_id":5512,"running":true,"lifetime_task_count":1,"last_run_at":"2023-11-19T17:02:03.000-08:00","stopped_at":"2023-11-06T09:01:10.880-08:00","version_no":2,"stop_cause":null,"config":[{"keyword":"application","name":"salesforce","provider":"salesforce","skip_validation":false,"account_id":7102},{"keyword":"application","name":"jira","provider":"jira","skip_validation":false,"account_id":7101}],"code":"{\"number\":0,\"provider\":\"salesforce\",\"name\":\"new_custom_object\",\"keyword\":\"trigger\",\"input\":{},\"block\":[{\"number\":1,\"provider\":\"jira\",\"name\":\"create_issue\",\"keyword\":\"action\",\"input\":{}}]}"},{"id":9002,"managed_user_id":512044,"name":"Nightly returns report","created_at":"2023-11-14T10:30:00.251-08:00","updated_at":"2023-11-14T10:30:00.251-08:00","copy_count":0,"trigger_application":"clock","action_applications":["email"],"applications":["clock","email"],"description":"When there is a scheduled event, send mail","parameters_schema":[],"parameters":{},"webhook_url":null,"folder_id":5513,"running":true,"lifetime_task_count":0,"last_run_at":null,"stopped_at":"2023-11-14T15:45:12.030-08:00","version_no":1,"stop_cause":null,"config":[{"keyword":"application","name":"clock","provider":"clock","skip_validation":false,"account_id":null},{"keyword":"application","name":"email","provider":"email","skip_validation":false,"account_id":null}],"code":"{\"number\":0,\"provider\":\"clock\",\"name\":\"scheduled_event\",\"keyword\":\"trigger\",\"input\":{},\"block\":[{\"number\":1,\"provider\":\"email\",\"name\":\"send_mail\",\"keyword\":\"action\",\"input\":{}}]}"}],"api_clients":[{"id":3501,"managed_user_id":512044,"name":"Storefront","project_id":523200,"created_at":"2023-10-09T11:00:00.413-07:00","updated_at":"2023-10-09T11:00:00.413-07:00"}],"api_collections":[{"id":3301,"managed_user_id":512044,"name":"Orders API","project_id":523200,"url":"https://apim.example.com/northwind/orders-api-v1","api_spec_url":"https://www.example.com/doc/service/orders-api-v1/swagger?token=not-a-real-token-3301","version":"1.0","created_at":"2023-10-09T10:02:11.327-07:00","updated_at":"2023-10-09T10:02:11.327-07:00"}],"jobs":[{"id":2004,"recipe_id":9001,"handle":"j-AAAAAAAA-AAAAA1","started_at":"2023-11-20T01:00:01.000Z","completed_at":"2023-11-20T01:00:04.000Z","title":"New order: 1001","is_poll_error":false,"error":null,"error_parts":null,"is_error":false,"is_repeat":false,"is_test":false,"is_test_case_job":false,"status":"succeeded","master_job_id":null,"calling_recipe_id":null,"calling_job_id":null,"root_recipe_id":null,"root_job_id":null,"lines":[{"recipe_line_number":0,"adapter_name":"salesforce","adapter_operation":"new_custom_object","mask_data":false,"line_stat":{"total":0.0388,"details":[]}},{"recipe_line_number":1,"adapter_name":"jira","adapter_operation":"create_issue","mask_data":false,"line_stat":{"total":0.5121,"details":[{"name":"http","count":1,"average":0.5002,"total":0.5002,"min":0.5002,"max":0.5002}]}}]},{"id":2005,"recipe_id":9001,"handle":"j-AAAAAAAA-AAAAA2","started_at":"2023-11-20T01:02:03.000Z","completed_at":"2023-11-20T01:02:09.000Z","title":"New order: 1002","is_poll_error":false,"error":"Bad request: summary is missing","error_parts":{"error_type":"Bad request","message":"summary is missing","error_id":"7b0c3c1e-2d51-4f0e-9d0a-5f5b1f6f2a11","input":"<redacted>","adapter":"jira"},"is_error":true,"is_repeat":false,"is_test":false,"is_test_case_job":false,"status":"failed","master_job_id":null,"calling_recipe_id":null,"calling_job_id":null,"root_recipe_id":null,"root_job_id":null,"lines":[{"recipe_line_number":0,"adapter_name":"salesforce","adapter_operation":"new_custom_object","mask_data":false,"line_stat":{"total":0.0412,"details":[]}},{"recipe_line_number":1,"adapter_name":"jira","adapter_operation":"create_issue","mask_data":false,"error":"summary is missing","line_stat":{"total":0.0079,"details":[{"name":"http","count":1,"average":0.0079,"total":0.0079,"min":0.0079,"max":0.0079}]}}]}],"lookup_tables":[{"id":4101,"managed_user_id":512044,"name":"country_codes","schema":"[{\"control_type\":\"text\",\"label\":\"code\",\"name\":\"col1\",\"type\":\"string\",\"sticky\":true},{\"control_type\":\"text\",\"label\":\"country\",\"name\":\"col2\",\"type\":\"string\",\"sticky\":true}]","created_at":"2023-06-02T09:15:10.120-07:00","updated_at":"2023-06-02T09:15:10.120-07:00","project_id":523200}],"package_archives":[],"package_companions":[],"recipe_timers":[],"api_access_profiles":[{"id":3601,"managed_user_id":512044,"name":"Storefront","api_client_id":3501,"active":true,"auth_type":"token","jwt_method":null,"jwt_secret":null,"oidc_issuer":null,"oidc_jwks_uri":null,"access_profile_claim":null,"required_claims":null,"allowed_issuers":null,"secret":"not-a-real-token-3601","oauth_client_id":null,"oauth_client_secret":null,"credentials_made":0,"created_at":"2023-10-09T11:02:30.250-07:00","updated_at":"2023-10-09T11:02:30.250-07:00"},{"id":3602,"managed_user_id":512044,"name":"Storefront by JWT","api_client_id":3501,"active":false,"auth_type":"jwt","jwt_method":"hmac","jwt_secret":"not-a-real-secret-3602","oidc_issuer":null,"oidc_jwks_uri":null,"access_profile_claim":null,"required_claims":null,"allowed_issuers":null,"secret":null,"oauth_client_id":null,"oauth_client_secret":null,"credentials_made":0,"created_at":"2023-11-07T09:30:00.118-08:00","updated_at":"2023-11-08T16:12:44.902-08:00"}],"api_endpoints":[{"id":3401,"managed_user_id":512044,"api_collection_id":3301,"flow_id":9001,"name":"Sync orders","method":"POST","url":"https://apim.example.com/northwind/orders-api-v1/orders/sync","legacy_url":null,"base_path":"/northwind/orders-api-v1/orders/sync","path":"orders/sync","active":true,"legacy":false,"created_at":"2023-10-09T10:05:40.991-07:00","updated_at":"2023-10-09T10:21:03.420-07:00"},{"id":3402,"managed_user_id":512044,"api_collection_id":3301,"flow_id":9002,"name":"Returns report","method":"GET","url":"https://apim.example.com/northwind/orders-api-v1/returns/{date}","legacy_url":null,"base_path":"/northwind/orders-api-v1/returns/{date}","path":"returns/{date}","active":false,"legacy":false,"created_at":"2023-10-09T10:08:12.004-07:00","updated_at":"2023-10-09T10:08:12.004-07:00"}],"lookup_table_rows":[{"id":8801,"lookup_table_id":4101,"col1":"SG","col2":"Singapore","col3":null,"col4":null,"col5":null,"col6":null,"col7":null,"col8":null,"col9":null,"col10":null,"created_at":"2023-06-02T09:20:00.000-07:00","updated_at":"2023-06-02T09:20:00.000-07:00"},{"id":8802,"lookup_table_id":4101,"col1":"TH","col2":"Thailand","col3":null,"col4":null,"col5":null,"col6":null,"col7":null,"col8":null,"col9":null,"col10":null,"created_at":"2023-06-02T09:21:00.000-07:00","updated_at":"2023-06-02T09:21:00.000-07:00"}],"api_access_profile_collections":[{"api_access_profile_id":3601,"api_collection_id":3301,"position":0},{"api_access_profile_id":3602,"api_collection_id":3301,"position":0}]}}');
CREATE TABLE task_months (
	namespace INTEGER NOT NULL, 
	managed_user_id BIGINT NOT NULL, 
	month TEXT NOT NULL, 
	tasks BIGINT NOT NULL, 
	PRIMARY KEY (namespace, managed_user_id, month), 
	FOREIGN KEY(namespace, managed_user_id) REFERENCES managed_users (namespace, id) ON DELETE CASCADE, 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE team_collaborators (
	namespace INTEGER NOT NULL, 
	id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	email TEXT NOT NULL, 
	avatar_url TEXT NOT NULL, 
	PRIMARY KEY (namespace, id), 
	FOREIGN KEY(namespace) REFERENCES namespaces (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "team_collaborators" VALUES(1,88101,'Robin Vale','robin.vale@example.com','https://www.example.com/avatars/88101.png');
INSERT INTO "team_collaborators" VALUES(1,88102,'Kim Tarn','kim.tarn@example.com','');
CREATE TABLE workato_mock_version (
	version_num VARCHAR(32) NOT NULL, 
	PRIMARY KEY (version_num)
);
INSERT INTO "workato_mock_version" VALUES('0004');
CREATE UNIQUE INDEX managed_users_external_id ON managed_users (namespace, external_id);
CREATE INDEX members_managed_user ON members (namespace, managed_user_id);
CREATE UNIQUE INDEX member_invitations_address ON member_invitations (namespace, managed_user_id, address);
CREATE INDEX folders_parent ON folders (namespace, parent_id);
CREATE INDEX folders_managed_user ON folders (namespace, managed_user_id, parent_id);
CREATE INDEX connections_managed_user ON connections (namespace, managed_user_id);
CREATE UNIQUE INDEX customer_managers_team_collaborator ON customer_managers (namespace, team_collaborator_id);
CREATE INDEX customer_managers_privilege_group ON customer_managers (namespace, privilege_group_id);
CREATE INDEX roles_managed_user ON roles (namespace, managed_user_id);
CREATE INDEX projects_managed_user ON projects (namespace, managed_user_id);
CREATE INDEX projects_folder ON projects (namespace, folder_id);
CREATE INDEX recipes_managed_user ON recipes (namespace, managed_user_id);
CREATE INDEX recipes_folder ON recipes (namespace, folder_id);
CREATE INDEX packages_folder ON packages (namespace, folder_id);
CREATE INDEX packages_status ON packages (namespace, status);
CREATE INDEX packages_managed_user ON packages (namespace, managed_user_id);
CREATE INDEX package_assets_folder ON package_assets (namespace, folder_id);
CREATE INDEX package_assets_managed_user ON package_assets (namespace, managed_user_id, kind);
CREATE INDEX lookup_tables_managed_user ON lookup_tables (namespace, managed_user_id);
CREATE INDEX lookup_tables_project ON lookup_tables (namespace, project_id);
CREATE INDEX api_collections_project ON api_collections (namespace, project_id);
CREATE INDEX api_collections_managed_user ON api_collections (namespace, managed_user_id);
CREATE INDEX api_clients_project ON api_clients (namespace, project_id);
CREATE INDEX api_clients_managed_user ON api_clients (namespace, managed_user_id);
CREATE UNIQUE INDEX jobs_handle ON jobs (namespace, handle);
CREATE INDEX jobs_recipe ON jobs (namespace, recipe_id, status);
CREATE INDEX lookup_table_rows_table ON lookup_table_rows (namespace, lookup_table_id);
CREATE INDEX api_endpoints_managed_user ON api_endpoints (namespace, managed_user_id);
CREATE INDEX api_endpoints_collection ON api_endpoints (namespace, api_collection_id);
CREATE INDEX api_access_profiles_managed_user ON api_access_profiles (namespace, managed_user_id);
CREATE INDEX api_access_profiles_client ON api_access_profiles (namespace, api_client_id);
CREATE INDEX api_access_profile_collections_collection ON api_access_profile_collections (namespace, api_collection_id);
COMMIT;
